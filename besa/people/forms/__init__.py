"""Forms of people."""

from besa.people.forms.members import DepartmentForm, InviteForm, OrganisationForm
from besa.people.forms.profile import ProfileForm
from besa.people.forms.signing_in import SignInForm, SignUpForm

__all__ = ["DepartmentForm", "InviteForm", "OrganisationForm", "ProfileForm", "SignInForm", "SignUpForm"]
