"""Sign-in asks for the e-mail address; who has a password may type it and spare the code."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm, SignupForm


class SignInForm(LoginForm):
    """Without a password allauth sends a code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].required = False
        _without_placeholders(self)


class SignUpForm(SignupForm):
    """Only the e-mail address. A password can be set later, in the account."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password1"]
        _without_placeholders(self)


def _without_placeholders(form: LoginForm | SignupForm) -> None:
    # They repeat the label, look filled in, and vanish when one types.
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
