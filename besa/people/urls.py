"""Pages of people."""

from django.urls import path

from besa.people.views import account, departments, members

app_name = "people"
urlpatterns = [
    path("account/", account.account, name="account"),
    path("account/data/", account.own_data, name="own_data"),
    path("account/delete/", account.delete, name="delete_account"),
    path("desk/members/", members.members, name="members"),
    path("desk/members/<int:pk>/end/", members.end, name="end_membership"),
    path("desk/departments/", departments.departments, name="departments"),
    path("desk/departments/<int:pk>/", departments.department, name="department"),
    path("administration/organisations/new/", members.new_organisation, name="new_organisation"),
]
