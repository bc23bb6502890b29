"""The same profile for another account: what changes, and where it cannot be."""

from dataclasses import replace

import pytest

from api.errors import ProfileError
from api.identity.access import Account
from api.identity.accounts import account_word, check_switching, for_account
from api.identity.forms import form_of, make_profile
from api.identity.profiles import Profile

WORK = Profile("p1", "Work", "rackspace", "https://identity.example/v2.0", "api-key", user="ada")
LAB = Profile(
    "p2", "Lab", "openstack", "https://keystone.example/v3", "password", user="bob", project="lab"
)


def test_on_rackspace_the_account_changes_and_nothing_else():
    assert account_word(WORK) == "account"
    assert for_account(WORK, Account("654321", "654321")) == replace(WORK, account="654321")


def test_on_openstack_the_project_changes_by_name_and_id():
    assert account_word(LAB) == "project"
    assert for_account(LAB, Account("abc", "web")) == replace(LAB, project="web", project_id="abc")


def test_the_form_of_a_flex_profile_takes_the_project():
    values = {"name": "Flex", "region": "SJC3", "user": "ada", "project": "1_Flex"}
    flex = make_profile("rackspace-flex", "password", values)
    other = for_account(flex, Account("abc", "2_Flex"))
    kind, method = form_of(other)
    again = make_profile(kind.id, method.id, {f.name: getattr(other, f.name, "") for f in method.fields})
    assert (kind.id, again.project) == ("rackspace-flex", "2_Flex")


@pytest.mark.parametrize(
    "profile", [replace(LAB, cloud="lab"), replace(LAB, method="application-credential")]
)
def test_what_names_its_project_elsewhere_is_not_switched(profile):
    with pytest.raises(ProfileError, match="project"):
        check_switching(profile)
    with pytest.raises(ProfileError):
        for_account(profile, Account("abc", "web"))
