import uuid

import django.db.models.deletion
import django.utils.timezone
import wagtail.fields
from django.conf import settings
from django.db import migrations, models

import forms.lifetimes
import portal.crypto


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("programmes", "0001_initial"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FormIndexPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
                (
                    "summary",
                    models.TextField(
                        blank=True,
                        help_text="Two sentences for lists and search results.",
                        max_length=400,
                        verbose_name="summary",
                    ),
                ),
                ("checked_on", models.DateField(blank=True, null=True, verbose_name="last checked on")),
                ("intro", wagtail.fields.RichTextField(blank=True, verbose_name="introduction")),
            ],
            options={
                "verbose_name": "list of forms",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="FormPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
                (
                    "summary",
                    models.TextField(
                        blank=True,
                        help_text="Two sentences for lists and search results.",
                        max_length=400,
                        verbose_name="summary",
                    ),
                ),
                ("checked_on", models.DateField(blank=True, null=True, verbose_name="last checked on")),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("referral", "Referral of a person: opens a case"),
                            ("message", "Message to the project"),
                        ],
                        default="message",
                        max_length=12,
                        verbose_name="purpose",
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[("public", "Everybody"), ("centres", "Members of counselling centres")],
                        default="public",
                        max_length=12,
                        verbose_name="who may fill it in",
                    ),
                ),
                (
                    "reference_prefix",
                    models.SlugField(
                        default="NP",
                        help_text="Two to four capital letters.",
                        max_length=4,
                        verbose_name="beginning of its references",
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField(default=5, verbose_name="minutes it takes")),
                ("intro", wagtail.fields.RichTextField(verbose_name="what it is")),
                ("needed", wagtail.fields.RichTextField(blank=True, verbose_name="what people need at hand")),
                ("privacy_note", wagtail.fields.RichTextField(verbose_name="what happens to the data")),
                (
                    "submit_label",
                    models.CharField(
                        help_text="Names the act, such as “Send the referral”.",
                        max_length=60,
                        verbose_name="words of the last button",
                    ),
                ),
                ("receipt_text", wagtail.fields.RichTextField(verbose_name="what happens next")),
                (
                    "steps",
                    wagtail.fields.StreamField(
                        [("step", 44)],
                        block_lookup={
                            0: (
                                "forms.blocks.KeyBlock",
                                (),
                                {
                                    "error_messages": {"invalid": "Use lower-case letters, digits and single hyphens."},
                                    "help_text": "Part of the address; lower-case letters, digits, single hyphens.",
                                    "regex": "^[a-z][a-z0-9]*(-[a-z0-9]+)*$",
                                },
                            ),
                            1: ("wagtail.blocks.CharBlock", (), {"label": "Heading", "max_length": 120}),
                            2: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["bold", "ol", "ul", "link"],
                                    "label": "Introduction",
                                    "max_length": 2000,
                                    "required": False,
                                },
                            ),
                            3: ("forms.blocks.KeyBlock", (), {"label": "Only if the field", "required": False}),
                            4: ("forms.blocks.CodeBlock", (), {"label": "has the answer (code)", "required": False}),
                            5: ("wagtail.blocks.StructBlock", [[("field", 3), ("answer", 4)]], {"required": False}),
                            6: ("forms.blocks.KeyBlock", (), {}),
                            7: ("wagtail.blocks.CharBlock", (), {"label": "Label", "max_length": 300}),
                            8: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "One short sentence.",
                                    "label": "Hint",
                                    "max_length": 300,
                                    "required": False,
                                },
                            ),
                            9: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {"default": True, "label": "Has to be answered", "required": False},
                            ),
                            10: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("need", "Need: what somebody needs, without saying who it is"),
                                        ("identity", "Identity: who somebody is and how to reach them"),
                                        ("special", "Special category (Art. 9 GDPR), such as health"),
                                        ("operational", "Operational: says nothing about a person"),
                                    ],
                                    "label": "Data class",
                                },
                            ),
                            11: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("consent", "consent to pass the data on"),
                                        ("contact", "contact for questions"),
                                        ("file_number", "file number of the centre"),
                                        ("district", "district of residence"),
                                        ("status_group", "status group"),
                                        ("year_of_birth", "year of birth"),
                                        ("gender", "gender"),
                                        ("nationality", "nationality"),
                                        ("destination_country", "destination country"),
                                        ("languages", "languages"),
                                        ("interpreter", "interpreter needed"),
                                        ("departure_month", "planned month of departure"),
                                        ("protection", "particular protection needed"),
                                        ("support", "support needed for the training"),
                                        ("email", "email address for the answer"),
                                        ("telephone", "telephone number for the answer"),
                                        ("name", "name"),
                                    ],
                                    "help_text": "Lets the screens and reports of the project find this answer.",
                                    "label": "Meaning",
                                    "required": False,
                                },
                            ),
                            12: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {
                                    "default": 200,
                                    "label": "Longest answer in characters",
                                    "max_value": 500,
                                    "min_value": 1,
                                },
                            ),
                            13: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("key", 6),
                                        ("label", 7),
                                        ("hint", 8),
                                        ("required", 9),
                                        ("data_class", 10),
                                        ("meaning", 11),
                                        ("condition", 5),
                                        ("max_length", 12),
                                    ]
                                ],
                                {},
                            ),
                            14: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {
                                    "default": 2000,
                                    "label": "Longest answer in characters",
                                    "max_value": 8000,
                                    "min_value": 1,
                                },
                            ),
                            15: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("key", 6),
                                        ("label", 7),
                                        ("hint", 8),
                                        ("required", 9),
                                        ("data_class", 10),
                                        ("meaning", 11),
                                        ("condition", 5),
                                        ("max_length", 14),
                                    ]
                                ],
                                {},
                            ),
                            16: ("forms.blocks.CodeBlock", (), {}),
                            17: ("wagtail.blocks.CharBlock", (), {"label": "Label", "max_length": 200}),
                            18: ("wagtail.blocks.StructBlock", [[("code", 16), ("label", 17)]], {}),
                            19: ("wagtail.blocks.ListBlock", (18,), {"label": "Options", "min_num": 2}),
                            20: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {
                                    "help_text": "Only for more than about eight options.",
                                    "label": "Drop-down list",
                                    "required": False,
                                },
                            ),
                            21: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("key", 6),
                                        ("label", 7),
                                        ("hint", 8),
                                        ("required", 9),
                                        ("data_class", 10),
                                        ("meaning", 11),
                                        ("condition", 5),
                                        ("options", 19),
                                        ("as_list", 20),
                                    ]
                                ],
                                {},
                            ),
                            22: ("wagtail.blocks.ListBlock", (18,), {"label": "Options", "min_num": 1}),
                            23: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("key", 6),
                                        ("label", 7),
                                        ("hint", 8),
                                        ("required", 9),
                                        ("data_class", 10),
                                        ("meaning", 11),
                                        ("condition", 5),
                                        ("options", 22),
                                    ]
                                ],
                                {},
                            ),
                            24: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {"default": True, "label": "Offer “Not known”", "required": False},
                            ),
                            25: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("key", 6),
                                        ("label", 7),
                                        ("hint", 8),
                                        ("required", 9),
                                        ("data_class", 10),
                                        ("meaning", 11),
                                        ("condition", 5),
                                        ("with_unknown", 24),
                                    ]
                                ],
                                {},
                            ),
                            26: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("key", 6),
                                        ("label", 7),
                                        ("hint", 8),
                                        ("required", 9),
                                        ("data_class", 10),
                                        ("meaning", 11),
                                        ("condition", 5),
                                    ]
                                ],
                                {},
                            ),
                            27: ("wagtail.blocks.IntegerBlock", (), {"label": "Smallest number", "required": False}),
                            28: ("wagtail.blocks.IntegerBlock", (), {"label": "Largest number", "required": False}),
                            29: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("key", 6),
                                        ("label", 7),
                                        ("hint", 8),
                                        ("required", 9),
                                        ("data_class", 10),
                                        ("meaning", 11),
                                        ("condition", 5),
                                        ("minimum", 27),
                                        ("maximum", 28),
                                    ]
                                ],
                                {},
                            ),
                            30: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {"label": "Offer “stateless” and “not known”", "required": False},
                            ),
                            31: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("key", 6),
                                        ("label", 7),
                                        ("hint", 8),
                                        ("required", 9),
                                        ("data_class", 10),
                                        ("meaning", 11),
                                        ("condition", 5),
                                        ("with_stateless", 30),
                                    ]
                                ],
                                {},
                            ),
                            32: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["bold", "ol", "ul", "link"],
                                    "label": "What is consented to",
                                    "max_length": 4000,
                                    "required": False,
                                },
                            ),
                            33: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("key", 6),
                                        ("label", 7),
                                        ("hint", 8),
                                        ("required", 9),
                                        ("data_class", 10),
                                        ("meaning", 11),
                                        ("condition", 5),
                                        ("text", 32),
                                    ]
                                ],
                                {},
                            ),
                            34: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {"features": ["bold", "ol", "ul", "link"], "label": "Text", "max_length": 2000},
                            ),
                            35: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {"choices": [("info", "Information"), ("warning", "Warning")], "label": "Tone"},
                            ),
                            36: (
                                "wagtail.blocks.StructBlock",
                                [[("heading", 1), ("text", 34), ("tone", 35), ("condition", 5)]],
                                {},
                            ),
                            37: (
                                "wagtail.blocks.StreamBlock",
                                [
                                    [
                                        ("text", 13),
                                        ("long_text", 15),
                                        ("choice", 21),
                                        ("multiple", 23),
                                        ("yes_no", 25),
                                        ("date", 26),
                                        ("month", 26),
                                        ("year", 26),
                                        ("number", 29),
                                        ("country", 31),
                                        ("languages", 26),
                                        ("district", 26),
                                        ("consent", 33),
                                        ("notice", 36),
                                    ]
                                ],
                                {},
                            ),
                            38: ("forms.blocks.KeyBlock", (), {"label": "If the field of this step"}),
                            39: ("forms.blocks.CodeBlock", (), {"label": "has the answer (code)"}),
                            40: ("wagtail.blocks.CharBlock", (), {"label": "Heading of the page", "max_length": 120}),
                            41: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["bold", "ol", "ul", "link"],
                                    "label": "What the person can do instead",
                                    "max_length": 2000,
                                },
                            ),
                            42: (
                                "wagtail.blocks.StructBlock",
                                [[("field", 38), ("answer", 39), ("title", 40), ("text", 41)]],
                                {},
                            ),
                            43: (
                                "wagtail.blocks.ListBlock",
                                (42,),
                                {"default": [], "label": "Answers with which the form ends", "min_num": 0},
                            ),
                            44: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("key", 0),
                                        ("title", 1),
                                        ("intro", 2),
                                        ("condition", 5),
                                        ("fields", 37),
                                        ("exits", 43),
                                    ]
                                ],
                                {},
                            ),
                        },
                        verbose_name="steps",
                    ),
                ),
            ],
            options={
                "verbose_name": "form",
                "verbose_name_plural": "forms",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="FormVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("form_key", models.UUIDField(editable=False, verbose_name="form")),
                ("number", models.PositiveIntegerField(editable=False, verbose_name="number")),
                ("digest", models.CharField(editable=False, max_length=64)),
                ("slug", models.SlugField(editable=False, max_length=255)),
                ("title", models.CharField(editable=False, max_length=255, verbose_name="title")),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("referral", "Referral of a person: opens a case"),
                            ("message", "Message to the project"),
                        ],
                        editable=False,
                        max_length=12,
                        verbose_name="purpose",
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[("public", "Everybody"), ("centres", "Members of counselling centres")],
                        editable=False,
                        max_length=12,
                        verbose_name="audience",
                    ),
                ),
                ("definition", models.JSONField(editable=False)),
                ("words", models.JSONField(default=dict, editable=False)),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="published"),
                ),
            ],
            options={
                "verbose_name": "form version",
                "verbose_name_plural": "form versions",
                "default_permissions": (),
                "indexes": [models.Index(fields=["slug", "-number"], name="forms_formv_slug_427b10_idx")],
                "constraints": [
                    models.UniqueConstraint(fields=("form_key", "number"), name="forms_version_number_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("session_hash", models.CharField(blank=True, editable=False, max_length=64)),
                ("language", models.CharField(editable=False, max_length=10, verbose_name="language")),
                ("need", portal.crypto.EncryptedJSONField(default=dict, ring="need")),
                ("identity", portal.crypto.EncryptedJSONField(default=dict, ring="identity")),
                ("special", portal.crypto.EncryptedJSONField(default=dict, ring="special")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="begun"),
                ),
                (
                    "updated_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="last changed"
                    ),
                ),
                (
                    "expires_at",
                    models.DateTimeField(
                        default=forms.lifetimes.draft_expiry, editable=False, verbose_name="deleted on"
                    ),
                ),
                (
                    "centre",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="programmes.centre",
                        verbose_name="counselling centre",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drafts",
                        to="forms.formversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "draft",
                "verbose_name_plural": "drafts",
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["owner", "-updated_at"], name="forms_draft_owner_i_cb1ab8_idx"),
                    models.Index(fields=["session_hash"], name="forms_draft_session_ed15b7_idx"),
                    models.Index(fields=["expires_at"], name="forms_draft_expires_7c17ef_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("owner__isnull", False), models.Q(("session_hash", ""), _negated=True), _connector="OR"
                        ),
                        name="forms_draft_has_an_owner",
                        violation_error_message="A draft belongs to a member or to a browser session.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(editable=False, max_length=20, unique=True, verbose_name="reference")),
                (
                    "draft",
                    models.UUIDField(
                        editable=False, error_messages={"unique": "This form has been sent already."}, unique=True
                    ),
                ),
                ("receipt_key", models.CharField(editable=False, max_length=32, unique=True)),
                ("session_hash", models.CharField(blank=True, editable=False, max_length=64)),
                ("language", models.CharField(editable=False, max_length=10, verbose_name="language")),
                ("need", portal.crypto.EncryptedJSONField(null=True, ring="need")),
                ("identity", portal.crypto.EncryptedJSONField(null=True, ring="identity")),
                ("special", portal.crypto.EncryptedJSONField(null=True, ring="special")),
                (
                    "submitted_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="sent"),
                ),
                (
                    "centre",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programmes.centre",
                        verbose_name="counselling centre",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="forms.formversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "submission",
                "verbose_name_plural": "submissions",
                "default_permissions": (),
                "indexes": [models.Index(fields=["-submitted_at"], name="forms_submi_submitt_e77e59_idx")],
            },
        ),
    ]
