"""What a program finds first: the discovery document, the services, their attributes."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from besa.places.models import Municipality
from besa.reports.models import Category, CategoryRule, Question
from tests.factories.open311 import BASE, ENGLISH, error_of, read, read_xml
from tests.factories.public import make_municipality
from tests.factories.submission import town_of_peja

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/open311/discovery", "/open311/v2/discovery"])
def test_discovery_names_the_endpoint_and_both_forms(client: Client, settings: Any, path: str) -> None:
    settings.DEMO = False
    response = client.get(f"{path}.json")
    assert response["Content-Type"] == "application/json"
    found = response.json()
    assert set(found) == {"changeset", "contact", "key_service", "endpoints"}
    (endpoint,) = found["endpoints"]
    assert set(endpoint) == {"specification", "url", "changeset", "type", "formats"}
    assert endpoint["specification"] == "http://wiki.open311.org/GeoReport_v2"
    assert endpoint["url"].endswith("/open311/v2")
    assert endpoint["type"] == "production"
    assert endpoint["formats"] == ["text/xml", "application/json"]


def test_discovery_in_xml(client: Client, settings: Any) -> None:
    settings.DEMO = True
    response = client.get(f"{BASE}discovery.xml")
    assert response["Content-Type"] == "text/xml"
    root = read_xml(client, "discovery.xml")
    assert root.tag == "discovery"
    assert [one.text for one in root.findall("endpoints/endpoint/formats/format")] == [
        "text/xml",
        "application/json",
    ]
    assert root.findtext("endpoints/endpoint/type") == "test"


def test_the_service_list_has_the_standards_fields(client: Client) -> None:
    town_of_peja()
    services = read(client, "services.json", jurisdiction_id="peja")
    pothole = next(one for one in services if one["service_code"] == "pothole")
    assert set(pothole) == {
        "service_code",
        "service_name",
        "description",
        "metadata",
        "type",
        "keywords",
        "group",
    }
    assert pothole["service_name"] == "Pothole"
    assert pothole["metadata"] is True
    assert pothole["type"] == "realtime"
    assert pothole["group"] == "Streets"
    assert "Рупа на путу" in pothole["keywords"]
    root = read_xml(client, "services.xml", jurisdiction_id="peja")
    assert root.tag == "services"
    assert [one.findtext("service_code") for one in root.findall("service")] == [
        one["service_code"] for one in services
    ]
    assert {one.findtext("metadata") for one in root} == {"true", "false"}


def test_services_are_in_the_readers_language(client: Client) -> None:
    town_of_peja()
    response = client.get(f"{BASE}services.json", headers={"accept-language": "sr-Cyrl"})
    assert "Рупа на путу" in [one["service_name"] for one in response.json()]
    assert "Accept-Language" in response["Vary"]


def test_services_say_whether_a_report_waits(client: Client) -> None:
    town_of_peja(moderation=Municipality.Moderation.BEFORE)
    assert {one["type"] for one in read(client, "services.json", jurisdiction_id="peja")} == {"batch"}
    assert {one["type"] for one in read(client, "services.json")} == {"realtime"}


def test_a_jurisdiction_has_its_own_services(client: Client) -> None:
    peja = town_of_peja()
    pothole = Category.objects.get(key="pothole")
    CategoryRule.objects.create(municipality=peja, category=pothole, offered=False)
    codes = {one["service_code"] for one in read(client, "services.json", jurisdiction_id="peja")}
    everywhere = {one["service_code"] for one in read(client, "services.json")}
    assert everywhere - codes == {"pothole"}


def test_a_definition_describes_its_attributes(client: Client) -> None:
    town_of_peja()
    pothole = Category.objects.get(key="pothole")
    Question.objects.filter(category=pothole).delete()
    kinds = {
        "note": Question.Kind.TEXT,
        "depth": Question.Kind.NUMBER,
        "danger": Question.Kind.YES_NO,
        "size": Question.Kind.CHOICE,
        "since": Question.Kind.DATE,
    }
    for position, (key, kind) in enumerate(kinds.items()):
        Question.objects.create(
            category=pothole,
            key=key,
            kind=kind,
            labels={"en": key.title()},
            options=[{"key": "big", "labels": {"en": "Big"}}] if kind == "choice" else [],
            required=key == "depth",
            position=position,
        )
    definition = read(client, "services/pothole.json", jurisdiction_id="peja")
    assert definition["service_code"] == "pothole"
    assert [(one["order"], one["code"], one["datatype"]) for one in definition["attributes"]] == [
        (1, "note", "string"),
        (2, "depth", "number"),
        (3, "danger", "singlevaluelist"),
        (4, "size", "singlevaluelist"),
        (5, "since", "datetime"),
    ]
    assert [one["required"] for one in definition["attributes"]] == [False, True, False, False, False]
    assert definition["attributes"][2]["values"] == [
        {"key": "yes", "name": "Yes"},
        {"key": "no", "name": "No"},
    ]
    assert definition["attributes"][3]["values"] == [{"key": "big", "name": "Big"}]
    common = {"variable", "code", "datatype", "required", "datatype_description", "order", "description"}
    assert all(set(one) - {"values"} == common for one in definition["attributes"])
    root = read_xml(client, "services/pothole.xml", jurisdiction_id="peja")
    assert root.tag == "service_definition"
    assert root.findtext("attributes/attribute/variable") == "true"
    assert [one.text for one in root.findall("attributes/attribute/values/value/key")] == ["yes", "no", "big"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("services.json?jurisdiction_id=atlantis", 404),
        ("services.json?jurisdiction_id=sleepy", 404),
        ("services/unknown.json", 404),
        ("services/pothole.json?jurisdiction_id=atlantis", 404),
    ],
)
def test_what_is_not_there_is_said_in_the_standards_form(client: Client, path: str, status: int) -> None:
    make_municipality("sleepy", active=False)
    assert error_of(client.get(BASE + path, headers=ENGLISH))[0] == status


def test_errors_in_xml(client: Client) -> None:
    response = client.get(f"{BASE}services/unknown.xml")
    assert response.status_code == 404
    assert response["Content-Type"] == "text/xml; charset=utf-8"
    assert (
        b"<errors><error><code>404</code><description>service_code was not found.</desc" in response.content
    )


@pytest.mark.parametrize(
    ("path", "content_type"),
    [
        ("services", "text/xml; charset=utf-8"),
        ("services.html", "text/xml; charset=utf-8"),
        ("nothing/here.json", "application/json; charset=utf-8"),
    ],
)
def test_no_address_below_answers_with_a_page(client: Client, path: str, content_type: str) -> None:
    response = client.get(BASE + path)
    assert (response.status_code, response["Content-Type"]) == (404, content_type)
    assert b"discovery" in response.content and b"<html" not in response.content


@pytest.mark.parametrize("path", ["discovery", "services", "services/x", "requests/1", "tokens/x"])
def test_only_requests_take_a_post(client: Client, path: str) -> None:
    response = client.post(f"{BASE}{path}.json")
    assert error_of(response)[0] == 405
    assert response["Allow"] == "GET, HEAD"
    assert client.head(f"{BASE}discovery.json").status_code == 200


@pytest.mark.parametrize("path", ["services/%00.json", "requests.xml?status=%00", "tokens/%00.json"])
def test_what_no_database_takes_is_refused_before_anything(client: Client, path: str) -> None:
    response = client.get(BASE + path)
    assert response.status_code == 400
    if ".json" in path:
        assert error_of(response)[0] == 400
    else:
        assert response["Content-Type"] == "text/xml; charset=utf-8"
        assert b"<errors><error><code>400</code>" in response.content
