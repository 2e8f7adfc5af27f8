"""One of everything the portal keeps, and somebody in every role."""

import io
from dataclasses import dataclass, field
from uuid import uuid4

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image as Picture
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.models import Document
from wagtail.models import Collection, GroupApprovalTask, Locale, Page, Site, Workflow, WorkflowTask
from wagtail_localize.models import StringSegment, Translation

from forms.services import start_draft
from home.models import HomePage
from portal import roles
from portal.models import OutgoingMail, ParkedJob, PortalImage, User
from portal.page_translation import translate_page
from programmes import selectors
from programmes.hsds.identifiers import identifier
from programmes.models import CentreRevision, ImportSource, SourceRecord
from programmes.models.shared_offers import SharedOffer
from programmes.upkeep import tasks
from search.models import Promotion, Synonym
from tests.builders.attendance import check_in, make_signed_list, make_walk_in
from tests.builders.cases import make_case, make_case_centre, make_user
from tests.builders.events import make_event, make_event_page, make_group, make_registration
from tests.builders.programmes import (
    make_centre,
    make_district,
    make_programme,
    make_programme_index,
    make_programme_page,
)
from tests.conftest import log_in_staff
from tests.privacy import sentinels

ANONYMOUS, SUPERUSER = "anonymous", "superuser"
PASSWORD_ONLY, CODE_ONLY = "password only", "code only"
STAFF = (
    roles.EDITOR,
    roles.TRANSLATOR,
    roles.EVENT_STAFF,
    roles.CASE_STAFF,
    roles.COACH,
    roles.AUDITOR,
    roles.ADMINISTRATOR,
)
# Two of the centres, so that each can try for what belongs to the other; and staff whose log-in is not complete.
OTHER_CENTRE = "member of another centre"
ROLES = (ANONYMOUS, roles.CENTRE_MEMBER, OTHER_CENTRE, *STAFF, SUPERUSER, PASSWORD_ONLY, CODE_ONLY)


@dataclass
class World:
    users: dict[str, User] = field(default_factory=dict)
    values: dict[str, object] = field(default_factory=dict)

    def client(self, role: str) -> Client:
        """Somebody of the role, logged in as the role is meant to."""
        client = Client(raise_request_exception=False)
        if role == ANONYMOUS:
            return client
        if role in (roles.CENTRE_MEMBER, OTHER_CENTRE, CODE_ONLY):
            return _with_methods(client, self.users[role], [{"method": "code"}])
        if role == PASSWORD_ONLY:
            return _with_methods(client, self.users[role], [{"method": "password"}])
        return log_in_staff(client, self.users[role])


def _with_methods(client: Client, user: User, methods: list[dict]) -> Client:
    log_in_staff(client, user)
    session = client.session
    session["account_authentication_methods"] = methods
    session.save()
    return client


def make_world(site: Site) -> World:
    world = World()
    for role in STAFF:
        world.users[role] = make_user(role)
    world.users[SUPERUSER] = User.objects.create_superuser("superuser@example.org", "a password for tests")
    world.users[PASSWORD_ONLY] = world.users[CODE_ONLY] = make_user(roles.CASE_STAFF)
    world.users[roles.CENTRE_MEMBER], world.users[OTHER_CENTRE] = make_user(), make_user()
    for role in (roles.CENTRE_MEMBER, OTHER_CENTRE):
        world.users[role].groups.add(Group.objects.get(name=roles.CENTRE_MEMBER))

    _add_referral(world)
    _add_upkeep(world)
    _add_event(world, site)
    _add_directory(world, site)
    _add_content(world, site)
    world.values |= {
        "mail_id": OutgoingMail.objects.create(template="t", language="de", recipient="a@example.org", content={}).pk,
        "job_id": ParkedJob.objects.create(task="t", error="", attempts=5).pk,
        "search_promotion:pk": Promotion.objects.create(words="Pass", address="/de/", title="Start").pk,
        "code": "de",
        "section": "seiten",
        "secret": "unknown",
        "uidb64": "x",
        "token": "unknown",
    }
    return world


def _add_referral(world: World) -> None:
    centre = make_case_centre(world.users[roles.CENTRE_MEMBER])
    make_case_centre(world.users[OTHER_CENTRE])
    case = make_case(centre=centre, submitted_by=world.users[roles.CENTRE_MEMBER], assigned_to=world.users[roles.COACH])
    submission = case.submission
    submission.need = {**submission.need, "wish": sentinels.CLIENT_FREE_TEXT}
    submission.identity = {"name": sentinels.CLIENT_NAME}
    submission.special = {"support": sentinels.CLIENT_ARABIC}
    submission.save()
    draft = start_draft(
        version=submission.version, language="de", owner=world.users[roles.CENTRE_MEMBER], centre_id=centre.pk
    )
    world.values |= {
        "cases:reference": case.reference,
        "partners:reference": case.reference,
        "envelope": "identity",
        "forms:draft": draft.public_id,
        "forms:slug": submission.version.slug,
        "forms:step": "need",
        "forms:receipt": submission.receipt_key,
    }


def _add_upkeep(world: World) -> None:
    centre = selectors.centres_of(world.users[roles.CENTRE_MEMBER]).get()
    report = tasks.report(form_key=uuid4(), centre_id=centre.pk, group="hours", text="Freitags zu", language="de")
    world.values |= {
        "upkeep:slug": centre.slug,
        "upkeep:group": "hours",
        "upkeep:reference": report.reference,
        "contacts:slug": centre.slug,
        "upkeep_member:public_id": centre.public_id,
        "upkeep_member:group": "hours",
        "upkeep_staff:pk": centre.pk,
        "upkeep_staff:act": "ask",
        "upkeep_staff:member": world.users[roles.CENTRE_MEMBER].pk,
        "upkeep_staff:reference": report.reference,
        "upkeep_staff:revision": CentreRevision.objects.filter(centre=centre).first().pk,
    }


def _add_event(world: World, site: Site) -> None:
    german = Locale.objects.get(language_code="de")
    site.root_page = Page.get_first_root_node().add_child(
        instance=HomePage(title="Start", slug="portal", lead="Willkommen", locale=german)
    )
    site.save()
    event = make_event(slug="info-zirndorf")
    world.values["page_id"] = make_event_page(site, event).pk
    registration = make_registration(
        event, email=sentinels.EMAIL, name=sentinels.NAME, organisation=sentinels.ORGANISATION
    )
    group = make_group(event, 2, name=sentinels.NAME)
    world.values |= {
        "slug": event.slug,
        "events:reference": registration.reference,
        "events:group_receipt:reference": group.reference,
    }
    check_in(registration)
    world.values |= {"event_staff:pk": event.pk, "events_event:pk": event.pk, "registration": registration.pk}
    world.values |= {
        "event_staff:reference": registration.reference,
        "walk_in": make_walk_in(event).pk,
        "scan": make_signed_list(event).pk,
    }


def _add_directory(world: World, site: Site) -> None:
    """What the interfaces for machines have an address of its own for."""
    centre = make_centre("Öffentliche Stelle")
    index = make_programme_index()
    programme = make_programme("Öffentliches Programm")
    make_programme_page(index, programme)
    source = ImportSource.objects.create(name="liste", title="Liste")
    record = SourceRecord.objects.create(source=source, row_id="eins", centre=centre)
    world.values |= {
        "centre:pk": centre.pk,
        "organisation:pk": centre.organisation_id,
        "sharedoffer:pk": SharedOffer.objects.create(organisation=centre.organisation, name="Angebot").pk,
        "programme:pk": programme.pk,
        "importsource:pk": source.pk,
        "sourcerecord:pk": record.pk,
        "rest": "v1/unknown",
        "directory_api:getCentre:id": centre.public_id,
        "directory_api:getProgramme:slug": programme.slug,
        "directory_api:getDistrict:key": make_district().pk,
        "hsds:getHsdsOrganizations:id": identifier("organization", centre.organisation_id),
        "hsds:getHsdsServices:id": identifier("centre-service", centre.pk),
        "hsds:getHsdsLocations:id": centre.public_id,
        "hsds:getHsdsServiceAtLocations:id": identifier("service-at-location", centre.pk),
    }


def _add_content(world: World, site: Site) -> None:
    page = Page.objects.get(pk=world.values["page_id"])
    parent = page.get_parent()
    revision = page.specific.save_revision()
    raw = io.BytesIO()
    Picture.new("RGB", (2, 2)).save(raw, "PNG")
    image = PortalImage.objects.create(title="Bild", file=ContentFile(raw.getvalue(), "bild.png"), description="Bild")
    document = Document.objects.create(title="Blatt", file=ContentFile(b"text", "blatt.txt"))
    redirect = Redirect.objects.create(old_path="/alt", redirect_link="/de/")
    collection = Collection.get_first_root_node().add_child(name="Bilder")
    workflow = Workflow.objects.create(name="Freigabe")
    task = GroupApprovalTask.objects.create(name="Lesen")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    for ancestor in page.get_ancestors().filter(depth__gt=1):
        translate_page(ancestor, "en", {}, publish=False)
    translate_page(page, "en", {}, publish=False)
    translation = Translation.objects.get(source__object_id=page.translation_key)
    source = translation.source
    user = world.users[roles.EDITOR]
    world.values |= {
        "page": page.pk,
        "wagtailadmin_api:pages:detail:pk": page.pk,
        "wagtailadmin_api:pages:action:pk": page.pk,
        "wagtail_localize:pk": page.pk,
        "page_pk": page.pk,
        "parent_page_id": parent.pk,
        "page_to_move_id": page.pk,
        "destination_id": parent.pk,
        "revision_id": revision.pk,
        "action_name": "publish",
        "task_state_id": 1,
        "workflow_state_id": 1,
        "task_id": task.pk,
        "workflow_pk": workflow.pk,
        "wagtailadmin_workflows:pk": workflow.pk,
        "wagtailadmin_workflows:edit_task:pk": task.pk,
        "wagtailadmin_workflows:disable_task:pk": task.pk,
        "wagtailadmin_workflows:enable_task:pk": task.pk,
        "app_label": "wagtailcore",
        "model_name": "page",
        "app_name": "portal",
        "wagtailsettings:model_name": "siteidentity",
        "wagtailsettings:pk": site.pk,
        "wagtailadmin_workflows:add_task:model_name": "groupapprovaltask",
        "wagtailadmin_tag_model_autocomplete:app_name": "taggit",
        "wagtailadmin_tag_model_autocomplete:model_name": "tag",
        "action": "delete",
        "content_type_app_name": "home",
        "content_type_model_name": "standardpage",
        "collection_id": collection.pk,
        "wagtailadmin_collections:pk": collection.pk,
        "object_id": page.pk,
        "session_id": 1,
        "translation_source_id": source.pk,
        "translation_id": translation.pk,
        "string_segment_id": getattr(StringSegment.objects.filter(source=source).first(), "pk", 1),
        "overridable_segment_id": 1,
        "mode": "default",
        "redirect_id": redirect.pk,
        "document": document.pk,
        "document_name": document.filename,
        "document_id": document.pk,
        "doc_id": document.pk,
        "uploaded_file_id": 1,
        "wagtailadmin_api:documents:detail:pk": document.pk,
        "wagtaildocs_chooser:pk": document.pk,
        "image_id": image.pk,
        "filter_spec": "width-100",
        "wagtailimages_chooser:pk": image.pk,
        "wagtailadmin_api:images:detail:pk": image.pk,
        "wagtaillocales:pk": Locale.objects.get(language_code="en").pk,
        "wagtailsites:pk": site.pk,
        "synonym:pk": Synonym.objects.create(words="Rückkehr\nHeimkehr").pk,
        "wagtailusers_users:pk": user.pk,
        "wagtailusers_groups:pk": user.groups.get().pk,
        "restriction_id": 1,
        "page_view_restriction_id": 1,
    }
