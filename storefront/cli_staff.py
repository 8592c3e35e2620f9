"""Commands for the people who work here: `flask --app wsgi staff add | list | password | factor-reset | off`."""

import click
from email_validator import EmailNotValidError, validate_email

from storefront import clock
from storefront.database import writing
from storefront.extensions import db
from storefront.locales import LOCALES
from storefront.staff import keeping
from storefront.staff.audit import SHELL
from storefront.staff.member import LONGEST_NAME, Member, member_by_email, tidy
from storefront.staff.passwords import LONGEST, SHORTEST, Fault, fault_of, hashed, made_password
from storefront.staff.roles import Role

WHY_NOT = {
    Fault.SHORT: f"use {SHORTEST} characters or more",
    Fault.LONG: f"use at most {LONGEST} characters",
    Fault.COMMON: "that is made of common words, names or figures only; add words of your own",
}


@click.group("staff")
def staff() -> None:
    """People who work here."""
    writing.set(True)


@staff.command("add")
@click.argument("email")
@click.argument("name")
@click.option("--role", type=click.Choice([role.value for role in Role]), default=Role.PACKER.value)
@click.option("--language", type=click.Choice(LOCALES), default=LOCALES[0])
@click.option("--ask", is_flag=True, help="Ask for a password instead of making one.")
def add(email: str, name: str, role: str, language: str, ask: bool) -> None:
    """Take somebody on. Prints a password, once, to be changed at the first sign-in; with --ask, asks for one."""
    address, called = _address(email), " ".join(name.split())
    if not 1 <= len(called) <= LONGEST_NAME or not called.isprintable():
        raise click.ClickException(f"a name has 1 to {LONGEST_NAME} characters")
    if _member(address) is not None:
        raise click.ClickException(f"{address} is a member already; see `staff password`")
    password = _asked(address, called) if ask else made_password()
    kept, now = hashed(password), clock.now()
    try:
        keeping.add_member(SHELL, address, called, Role(role), language, kept, now, new=not ask)
    except keeping.MemberExists as refused:
        raise click.ClickException(f"{refused} is a member already") from refused
    db.session.commit()
    click.echo(f"{called} <{address}> may sign in at /staff/ as {role}")
    _tell(password, ask)


@staff.command("list")
def list_() -> None:
    """Name everybody who works or worked here."""
    for member in db.session.query(Member).order_by(Member.id):
        state = "" if member.active else "  (off)"
        click.echo(f"{member.email}  {member.name}  {member.role}{state}")


@staff.command("password")
@click.argument("email")
@click.option("--ask", is_flag=True, help="Ask for a password instead of making one.")
def password(email: str, ask: bool) -> None:
    """Give a member another password, end their sessions, and switch them on again if they were off."""
    found = _known(email)
    address, called = found.email, found.name
    db.session.rollback()  # nobody waits while somebody types
    chosen = _asked(address, called) if ask else made_password()
    kept = hashed(chosen)
    keeping.change_password(SHELL, _known(address), kept, clock.now(), new=not ask)
    db.session.commit()
    click.echo(f"{called} <{address}> has another password and is signed out everywhere")
    _tell(chosen, ask)


@staff.command("factor-reset")
@click.argument("email")
def factor_reset(email: str) -> None:
    """Forget the second factors of somebody whose phone is lost, and end their sessions; they set up anew at the next sign-in."""
    member = _known(email)
    gone = keeping.reset_factors(SHELL, member, clock.now())
    called = f"{member.name} <{member.email}>"
    db.session.commit()
    click.echo(f"{called}: {gone} second factor(s) forgotten, signed out everywhere")


@staff.command("off")
@click.argument("email")
def off(email: str) -> None:
    """Let somebody in no more, from this moment on. What they did stays in the audit."""
    member = _known(email)
    changed = keeping.switch_off(SHELL, member, clock.now())
    called = f"{member.name} <{member.email}>"
    db.session.commit()
    click.echo(f"{called} {'can sign in no more' if changed else 'was off already'}")


def _address(email: str) -> str:
    """The tidied address. Raises ClickException for what is none."""
    try:
        return tidy(validate_email(tidy(email), check_deliverability=False).normalized)
    except EmailNotValidError as problem:
        raise click.ClickException(f"{email!r} is no e-mail address: {problem}") from problem


def _member(address: str) -> Member | None:
    """The member of an address, if any; ends the transaction, for hashing follows."""
    found = member_by_email(address)
    db.session.rollback()
    return found


def _known(email: str) -> Member:
    member = member_by_email(email)
    if member is None:
        raise click.ClickException(f"there is no member {email}")
    return member


def _asked(address: str, name: str) -> str:
    """A password typed twice and unseen. Raises ClickException for one that is refused."""
    typed = str(click.prompt("Password", hide_input=True, confirmation_prompt=True))
    if fault := fault_of(typed, (address, name)):
        raise click.ClickException(WHY_NOT[fault])
    return typed


def _tell(password: str, asked: bool) -> None:
    if not asked:
        click.echo(f"Password, shown this once: {password}")
