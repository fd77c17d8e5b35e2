"""Editorial is what is written otherwise and says the same: typography and mended spelling, and nothing else that is read."""

from __future__ import annotations

import pytest

from coursewright.publishing.changes.reading import tokens_of_html, tokens_of_text
from coursewright.publishing.changes.wording import compared

SAME = {
    "case": ("Use the model.", "use the Model"),
    "quotes and dashes": ('He said "no" - twice', "He said \u201cno\u201d \u2014 twice"),
    "an apostrophe": ("the model's window", "the model\u2019s window"),
    "white space": ("a  token", "a\ntoken"),
    "a hyphen": ("a well known limit", "a well-known limit"),
    "a word written twice": ("It is is short.", "It is short."),
    "an article": ("Use model with tools.", "Use a model with tools."),
    "another article": ("Use a model.", "Use the model."),
    "a misspelt word": ("The adress is kept.", "The address is kept."),
    "letters that changed places": ("It recieves text.", "It receives text."),
    "a long word with two mistakes": ("a recomendasion", "a recommendation"),
    "its": ("It's window is long.", "Its window is long."),
    "an article at the beginning": ("A model reads it.", "The model reads it."),
    "an article in quotes": ('He said: "A model."', "He said: model."),
    "a doubled article": ("It is the the model.", "It is the model."),
    "a doubled preposition": ("Go to to it.", "Go to it."),
    "a pause": ("It is short, and clear.", "It is short and clear."),
    "one pause for another beside a no": ("It is short, not cheap.", "It is short; not cheap."),
    "capitals for a loud word": ("READ it first.", "READ it first!"),
}
OTHER = {
    "a word for a word": ("Ask the model.", "Ask the modal."),
    "two letters of a long word": ("It is a principal part.", "It is a principle part."),
    "letters that changed places to another word": ("The trail ends.", "The trial ends."),
    "a plural": ("It sends one token.", "It sends one tokens."),
    "capitals of a name": ("It was made for us.", "It was made for US."),
    "capitals of another": ("Who says so?", "WHO says so?"),
    "a question": ("You may use it.", "You may use it?"),
    "a pause after a no": ("No. Errors are kept.", "No errors are kept."),
    "a pause before a not": ("It works. Not for long texts.", "It works not for long texts."),
    "a dash after a no": ("No \u2013 texts are kept.", "No texts are kept."),
    "a name of one letter": ("Choose option A for it.", "Choose option for it."),
    "a name of one letter in a list": ("Take a, b or c.", "Take the b or c."),
    "a doubled no": ("It is not not allowed.", "It is not allowed."),
    "a doubled quantity": ("two two", "two"),
    "less than one": ("It takes .5 seconds.", "It takes 5 seconds."),
    "a difference": ("It is 10 - 5.", "It is 10 5."),
    "a range": ("from 2 \u2013 3 pages", "from 2 3 pages"),
    "a tense": ("We're done with it.", "Were done with it."),
    "a future": ("She'll ask.", "Shell ask."),
    "a negation": ("You may use it.", "You may not use it."),
    "another negation": ("It is now done.", "It is not done."),
    "an obligation": ("You must ask.", "You might ask."),
    "a number": ("It takes 128,000 tokens.", "It takes 128,001 tokens."),
    "a separator of digits": ("It takes 1.5 seconds.", "It takes 15 seconds."),
    "a sign": ("It is -5 degrees.", "It is 5 degrees."),
    "a name with digits": ("Ask gpt-4o.", "Ask gpt-4.1."),
    "a short word": ("Add a cat.", "Add a car."),
    "another first letter": ("It is legal there.", "It is regal there."),
    "quantity": ("Few people ask.", "A few people ask."),
    "a quantity's article": ("most models", "the most models"),
    "more and less": ("It costs more.", "It costs less."),
    "micro": ("microeconomics", "macroeconomics"),
    "hyper": ("hypertension", "hypotension"),
    "most": ("maximising it all", "minimising it all"),
    "the other side": ("Ask the trainer.", "Ask the trainee."),
    "a comparison": ("a safe way", "a safer way"),
    "usual": ("It was usually so.", "It was unusually so."),
    "a percentage": ("It is 5%.", "It is 5."),
    "a currency": ("It is $5.", "It is \u20ac5."),
    "order": ("first this then that", "first that then this"),
    "a sentence more": ("It is short.", "It is short. It is cheap."),
    "a sentence less": ("It is short. It is cheap.", "It is short."),
    "another word": ("It is short.", "It is long."),
}


@pytest.mark.parametrize("case", SAME)
def test_what_says_the_same_is_wording(case: str) -> None:
    old, new = SAME[case]

    assert compared(tokens_of_text(old), tokens_of_text(new), english=True).is_worded_alike
    assert compared(tokens_of_text(new), tokens_of_text(new), english=True).is_equal


@pytest.mark.parametrize("case", OTHER)
def test_what_says_something_else_is_not_either_way_round(case: str) -> None:
    one, other = OTHER[case]

    assert not compared(tokens_of_text(one), tokens_of_text(other), english=True).is_worded_alike
    assert not compared(tokens_of_text(other), tokens_of_text(one), english=True).is_worded_alike


def test_a_word_that_stands_elsewhere_still_was_no_mistake() -> None:
    old, new = "Write the test. Run the test.", "Write the text. Run the test."

    assert not compared(tokens_of_text(old), tokens_of_text(new), english=True).is_worded_alike


@pytest.mark.parametrize(
    ("old", "new", "alike"),
    [
        ("<p>It is <em>short</em>.</p>", "<p>It is <strong>short</strong>.</p>", True),
        ("<p><strong>un</strong>safe</p>", "<p>unsafe</p>", True),
        ("<p>unsafe</p>", "<p>un safe</p>", False),
        ("<p>Use <code>temperature</code>.</p>", "<p>Use <code>temperatures</code>.</p>", False),
        ("<p>Use <code>top_p</code>.</p>", "<p>Use <code>top_p </code>.</p>", False),
        ("<p>Use <code>top_p</code>.</p>", "<p>Use top_p.</p>", False),
        ('<p>See <a href="../lessons/one">this</a>.</p>', '<p>See <a href="../lessons/two">this</a>.</p>', False),
        ('<p>See <a href="../lessons/one">This</a>.</p>', '<p>See <a href="../lessons/one">this</a>!</p>', True),
        ("<p>One. Two.</p>", "<ul><li>One.</li><li>Two.</li></ul>", False),
        ("<ul><li>One</li><li>Two</li></ul>", "<ul><li>One Two</li></ul>", False),
        ("<p>It is <s>short</s>.</p>", "<p>It is short.</p>", False),
        ("<p>One<br>two</p>", "<p>One two</p>", True),
        ('<p><a href="/a" title="One">x</a></p>', '<p><a href="/a" title="Two">x</a></p>', False),
    ],
)
def test_in_html_emphasis_is_typography_and_structure_code_and_links_are_not(old: str, new: str, alike: bool) -> None:
    assert alike == compared(tokens_of_html(old), tokens_of_html(new), english=True).is_worded_alike


def test_in_other_languages_typography_alone_is_wording() -> None:
    """Nobody here knows which letters matter there: kein Modell, ein Modell."""
    alike, typo = ("Der Text ist kurz.", "der Text ist kurz!"), ("Die Adrese steht da.", "Die Adresse steht da.")

    assert compared(*map(tokens_of_text, alike), english=False).is_worded_alike
    assert not compared(*map(tokens_of_text, typo), english=False).is_worded_alike


def test_in_scripts_without_spaces_a_letter_is_a_word() -> None:
    old, new = (
        "\u8fd9\u4e2a\u6a21\u578b\u53ef\u4ee5\u5728\u5de5\u4f5c\u4e2d\u4f7f\u7528",
        "\u8fd9\u4e2a\u6a21\u578b\u4e0d\u53ef\u4ee5\u5728\u5de5\u4f5c\u4e2d\u4f7f\u7528",
    )

    assert not compared(tokens_of_text(old), tokens_of_text(new), english=True).is_worded_alike
