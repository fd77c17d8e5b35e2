"""Programs, credentials, and by which rules certificates are judged later."""

from __future__ import annotations

from coursewright.serving.openapi.terms import Schema, answer, closed, fixed, listed, number, optional, ref, slug, text

_ITEM = {"pattern": "^[a-z0-9-]+/[a-z0-9-]+$"}

SCHEMAS: dict[str, Schema] = {
    "Programs": answer(
        "Programs, and the credentials they lead to.",
        {
            "programs": closed(
                "Both lists.",
                {
                    "kind": fixed("programs"),
                    "programs": listed("Courses that lead to a credential.", ref("Program")),
                    "credentials": listed("What is awarded, and what earning it needs.", ref("Credential")),
                    "certificates": ref("CertificateRules"),
                },
                ("certificates",),
            )
        },
    ),
    "Program": closed(
        "Courses that lead to a credential.",
        {
            "id": slug("The program's id."),
            "title": text("Its name in the catalogue."),
            "summary": text("Who it is for and where it leads."),
            "courses": listed("Its courses, by their ids, in order.", slug("A course's id."), minItems=1),
            "credential": slug("What it leads to: the id of a credential."),
            "after": optional(slug("The program to take before this one.")),
        },
    ),
    "CertificateRules": closed(
        "What a later release means for certificates earned before it, in percent. Absent where the release is of compiler "
        "format 3 or before.",
        {
            "weights": closed(
                "How much of an objective's weight counts as changed.",
                {
                    "objective": number("Where it was reworded, or went.", 0, 100),
                    "assessment": number("Where what it is assessed by changed.", 0, 100),
                    "claim": number("Where what its lessons claim changed.", 0, 100),
                },
            ),
            "thresholds": closed(
                "From which share of changed objectives on a certificate asks for more.",
                {
                    "delta": number("A module on the objectives that changed.", 0, 100),
                    "recertify": number("Earning it anew.", 0, 100),
                },
            ),
        },
    ),
    "Credential": closed(
        "What is awarded, and what earning it needs.",
        {
            "id": slug("The credential's id."),
            "title": text("Its name, as its holder shows it."),
            "awarded": text("What the holder can do, in Markdown."),
            "valid_months": number("For how many months it is valid.", 1),
            "completion": closed(
                "What earning it needs.",
                {
                    "surveys": listed("Surveys to fill in.", text("course/activity", **_ITEM)),
                    "exam": text("The exam to pass, as course/activity.", **_ITEM),
                },
            ),
        },
    ),
}
