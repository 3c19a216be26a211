"""Answers to what a file cannot prove about its map: each fills one field, and changes no other."""

from wageaudit.readers.mapped.questions import Given, Question

GIVEN = Given(columns={"pay": ("Total",)}, units={"pay": "cents"}, words={"currency": "EUR"})


def test_an_answer_about_a_column_names_it_or_none() -> None:
    """No column is an answer too: it is not asked again."""
    question = Question("columns", "tip", "Which column holds the tips?", "--column tip=NAME", required=False)
    assert GIVEN.answered(question, "Tips").columns == {"pay": ("Total",), "tip": ("Tips",)}
    assert GIVEN.answered(question, "").columns == {"pay": ("Total",), "tip": ()}


def test_an_answer_takes_the_place_of_what_was_said_before() -> None:
    """And leaves what it was said of alone."""
    found = GIVEN.answered(Question("words", "currency", "Which currency?", "--currency"), "MGA")
    assert (found.words, found.units, found.columns) == ({"currency": "MGA"}, GIVEN.units, GIVEN.columns)
    assert GIVEN.words == {"currency": "EUR"}
