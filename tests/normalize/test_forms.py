"""The forms that govie is compared on: each is read exactly as worked out by hand."""

import pytest

from training.compare_normalize import Form, forms, written


@pytest.mark.parametrize("form", forms(), ids=lambda form: f"{form.kind} {form.text}")
def test_reads_form(form: Form) -> None:
    assert written(form) == form.expected[0]


def test_there_are_enough_forms_of_every_kind() -> None:
    kinds = [form.kind for form in forms()]
    assert kinds.count("quantity") >= 400
    assert kinds.count("period") >= 250
    assert len({(form.kind, form.text, str(form.reference)) for form in forms()}) == len(kinds)
