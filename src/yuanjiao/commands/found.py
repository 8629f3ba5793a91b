"""``yuanjiao found``: name the academy and appoint its first administrator."""

from __future__ import annotations

from pathlib import Path

import click

from yuanjiao.commands import start
from yuanjiao.commands.exits import Exit, Stop


@click.command()
@start.home_option
@click.option("--name", required=True, help="The administrator's name.")
@click.option("--staff-number", required=True, help="What she signs in with.")
@click.option("--academy", default="重庆市", show_default=True, help="The topmost unit, when there is none yet.")
@click.option("--divisions", is_flag=True, help="Set up the districts and townships of Chongqing as well.")
def command(home: Path | None, name: str, staff_number: str, academy: str, divisions: bool) -> None:  # noqa: FBT001 -- click passes options by position
    """Set up the topmost unit and an academy administrator, and print her one-time code.

    Everyone else comes by the pages or by `yuanjiao import-people`. The year's requirements begin as the
    rules' default; `yuanjiao requirement` shows and changes them. Exit code 3 when the academy has an
    administrator already.
    """
    start.prepare(home)
    start.demand_database(new=True)
    code = run(name, staff_number, academy, divisions=divisions)
    click.echo(f"{staff_number}  {code}")
    click.echo("Sign in with this code within 90 days; you will choose a password then.", err=True)


def run(name: str, staff_number: str, academy: str, *, divisions: bool) -> str:
    """Do it in one transaction; gives the one-time code.

    :raises Stop: (3) when there is an administrator already, or the staff number is taken.
    """
    from django.db import transaction  # noqa: PLC0415 -- only after `prepare`
    from django.utils import timezone  # noqa: PLC0415 -- as above

    from yuanjiao.credits.public import seed_requirements, year_of  # noqa: PLC0415 -- as above
    from yuanjiao.organisation import public as organisation  # noqa: PLC0415 -- as above
    from yuanjiao.organisation.models import Role, RoleGrant, Unit, UnitKind  # noqa: PLC0415 -- as above

    now, today, system = timezone.now(), timezone.localdate(), organisation.Scope.of_system()
    if RoleGrant.objects.filter(role=Role.ACADEMY_ADMINISTRATOR, ended_at=None).exists():
        raise Stop(Exit.NOT_READY, "The academy has an administrator already; she can appoint others.")
    if divisions:
        organisation.plant_division_tree(actor=system, divisions=organisation.read_divisions(), on=today, now=now)
    with transaction.atomic():
        seed_requirements(year=year_of(now), now=now)
        top = Unit.objects.filter(depth=1).first()
        if top is None:
            top = Unit.objects.add_root({"name": academy, "kind": UnitKind.CITY, "valid_from": today})
        details = organisation.Details(staff_number, name, is_learner=False)
        try:
            person, code = organisation.enrol_person(actor=system, details=details, unit=top, on=today, now=now)
        except organisation.StaffNumberTaken as error:
            raise Stop(Exit.NOT_READY, str(error)) from error
        organisation.grant_role(actor=system, person=person, role=Role.ACADEMY_ADMINISTRATOR, unit=top, now=now)
    return str(code)
