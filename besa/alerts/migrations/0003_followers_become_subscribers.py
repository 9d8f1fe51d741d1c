"""Every address that followed a report becomes a subscriber; a reporter's wish for silence becomes a row of its own."""

import hashlib
import secrets

from django.db import migrations


def move(apps, schema_editor):
    Subscription = apps.get_model("alerts", "Subscription")
    Subscriber = apps.get_model("alerts", "Subscriber")
    Silence = apps.get_model("alerts", "Silence")
    Topic = apps.get_model("alerts", "Topic")
    silent = Subscription.objects.filter(stopped_at__isnull=False)
    Silence.objects.bulk_create(
        [Silence(report_id=pk) for pk in sorted(set(silent.values_list("report_id", flat=True)))],
        ignore_conflicts=True,
    )
    silent.delete()
    for row in Subscription.objects.select_related("report").order_by("pk").iterator(chunk_size=500):
        email = row.email.strip().lower()
        subscriber, _ = Subscriber.objects.get_or_create(
            fingerprint=hashlib.sha256(f"mail {email}".encode()).hexdigest(),
            defaults={"channel": "mail", "address": email, "key": secrets.token_urlsafe(16)},
        )
        if row.confirmed_at and subscriber.confirmed_at is None:
            subscriber.confirmed_at = row.confirmed_at
            subscriber.save(update_fields=["confirmed_at"])
        if Subscription.objects.filter(subscriber=subscriber, report=row.report).exists():
            row.delete()  # the same address in other letters
            continue
        row.subscriber, row.scope = subscriber, f"r{row.report_id}"
        row.municipality_id = row.report.municipality_id
        row.save(update_fields=["subscriber", "scope", "municipality"])
        if row.confirmed_at:
            Topic.objects.create(subscription=row, word=row.scope, kinds=row.kinds)


def back(apps, schema_editor):
    Subscription = apps.get_model("alerts", "Subscription")
    Subscription.objects.filter(report__isnull=True).delete()
    for row in Subscription.objects.select_related("subscriber").iterator(chunk_size=500):
        if row.subscriber.channel != "mail":
            row.delete()
            continue
        row.email = row.subscriber.address
        row.save(update_fields=["email"])


class Migration(migrations.Migration):
    dependencies = [("alerts", "0002_room_for_areas_and_channels")]
    operations = [migrations.RunPython(move, back)]
