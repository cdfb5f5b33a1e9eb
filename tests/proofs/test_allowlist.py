"""Allowlists: what people write, what it means, and what cannot be meant."""

from ipaddress import ip_address, ip_network

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ostiary.proofs.allowlist import MOST, BadAllowlist, allows, check


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("", ""),
        (" ,\n", ""),
        ("0.0.0.0/0", ""),
        ("0.0.0.0/0, ::/0", ""),
        ("*.*.*.*", ""),
        ("::ffff:0.0.0.0/96", ""),
        ("203.0.113.7", "203.0.113.7"),
        ("203.0.113.7/32", "203.0.113.7"),
        ("203.0.113.0/24,10.0.0.1", "203.0.113.0/24,10.0.0.1"),
        ("203.0.113.0/24\r\n10.0.0.1  10.0.0.1", "203.0.113.0/24,10.0.0.1"),
        ("192.168.0.*", "192.168.0.*"),
        ("10.*.3.*", "10.*.3.*"),
        ("2001:DB8:0:0::7", "2001:db8::7"),
        ("2001:db8::/32", "2001:db8::/32"),
        ("::/0", "::/0"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("::ffff:cb00:7107", "203.0.113.7"),
        ("::ffff:10.0.0.0/104", "10.0.0.0/8"),
    ],
)
def test_a_list_has_one_form(written, kept):
    assert check(written) == kept
    assert check(kept) == kept


@pytest.mark.parametrize(
    ("written", "entry", "code"),
    [
        ("10.0.0.1, office, 10.0.0.2", "office", "malformed"),
        ("10.0.0.1;10.0.0.2", "10.0.0.1;10.0.0.2", "malformed"),
        ("10.0.0.256", "10.0.0.256", "malformed"),
        ("10.0.0", "10.0.0", "malformed"),
        ("010.0.0.1", "010.0.0.1", "malformed"),
        ("١٠.0.0.1", "١٠.0.0.1", "malformed"),
        ("10.0.0.0/33", "10.0.0.0/33", "malformed"),
        ("10.0.0.0/-1", "10.0.0.0/-1", "malformed"),
        ("10.0.0.0/255.0.0.0", "10.0.0.0/255.0.0.0", "malformed"),
        ("10.0.0.0/0.255.255.255", "10.0.0.0/0.255.255.255", "malformed"),
        ("10.0.0.*/24", "10.0.0.*/24", "malformed"),
        ("10.0.*", "10.0.*", "malformed"),
        ("10.0.1*.1", "10.0.1*.1", "malformed"),
        ("10.00.*.1", "10.00.*.1", "malformed"),
        ("10.256.*.1", "10.256.*.1", "malformed"),
        ("2001:db8::*", "2001:db8::*", "malformed"),
        ("fe80::1%eth0", "fe80::1%eth0", "malformed"),
        ("fe80::%1/64", "fe80::%1/64", "malformed"),
        ("1\x002", "1?2", "malformed"),
        ("x" * 500, "x" * 50, "malformed"),
        ("203.0.113.7/24", "203.0.113.7/24", "within_network"),
        ("2001:db8::1/64", "2001:db8::1/64", "within_network"),
        ("10.0.0.1 0.0.0.0/0", "0.0.0.0/0", "everywhere"),
    ],
)
def test_the_entry_that_cannot_be_meant_is_named(written, entry, code):
    with pytest.raises(BadAllowlist) as caught:
        check(written)
    assert (caught.value.code, caught.value.entry) == (code, entry)


def test_of_an_address_within_a_network_the_network_is_offered():
    with pytest.raises(BadAllowlist) as caught:
        check("203.0.113.7/24")
    assert caught.value.better == "203.0.113.0/24"


def test_a_list_has_an_end():
    full = [f"10.0.{number}.1" for number in range(MOST)]
    assert check(" ".join(full)) == ",".join(full)
    with pytest.raises(BadAllowlist, match="too_long"):
        check(" ".join([*full, "10.1.0.1"]))


@pytest.mark.parametrize(
    ("written", "inside", "outside"),
    [
        ("203.0.113.7", ["203.0.113.7", "::ffff:203.0.113.7"], ["203.0.113.8", "::203.0.113.7", ""]),
        ("203.0.113.0/24", ["203.0.113.0", "203.0.113.255"], ["203.0.112.255", "203.0.114.0"]),
        ("192.168.0.*", ["192.168.0.0", "192.168.0.255"], ["192.168.1.0", "192.167.0.1"]),
        ("10.*.3.4", ["10.0.3.4", "10.255.3.4"], ["10.0.3.5", "11.0.3.4", "10.3.4.0"]),
        ("2001:db8::/64", ["2001:db8::", "2001:db8::ffff:ffff:ffff:ffff"], ["2001:db8:0:1::", "10.0.0.1"]),
        # All of IPv6 is none of IPv4, however that is written.
        ("::/0", ["::1", "2001:db8::1"], ["203.0.113.7", "::ffff:203.0.113.7"]),
        ("10.0.0.1, 2001:db8::1", ["10.0.0.1", "2001:db8::1"], ["unknown", "10.0.0.1, 8.8.8.8", "10.0.0.1 "]),
    ],
)
def test_who_is_inside(written, inside, outside):
    kept = check(written)
    assert [address for address in inside if not allows(kept, address)] == []
    assert [address for address in outside if allows(kept, address)] == []


def test_without_a_list_everybody_is_inside_even_who_cannot_be_told():
    assert allows("", "203.0.113.7")
    assert allows("", "")


# IPv4 as IPv6 sees it (RFC 4291, 2.5.5.2): a network in it is one of IPv4.
MAPPED = ip_network("::ffff:0:0/96")


@example(ip_address("::ffff:0:0"), ip_address("0.0.0.0"), 97)
@given(st.ip_addresses(), st.ip_addresses(), st.integers(0, 128))
def test_networks_mean_what_the_standard_library_says(one, other, length):
    network = ip_network((one, min(length, one.max_prefixlen)), strict=False)
    mapped = getattr(other, "ipv4_mapped", None) or other
    meant = network
    if network.version == 6 and network.subnet_of(MAPPED):
        meant = ip_network((network.network_address.ipv4_mapped, network.prefixlen - MAPPED.prefixlen))

    kept = check(str(network))

    assert allows(kept, str(other)) == (not kept or (mapped in meant))


@given(st.lists(st.sampled_from(["*", *map(str, range(256))]), min_size=4, max_size=4), st.ip_addresses(v=4))
def test_wildcards_mean_any_number_in_their_place(parts, address):
    inside = all(part in ("*", shown) for part, shown in zip(parts, str(address).split("."), strict=True))

    assert allows(check(".".join(parts)), str(address)) == (inside or parts == ["*"] * 4)


@given(st.text(alphabet="0123456789abcdef:.*/%, x\n", max_size=60))
def test_whatever_is_written_is_a_list_in_its_one_form_or_refused(written):
    try:
        kept = check(written)
    except BadAllowlist as error:
        assert error.entry in written or error.code == "too_long"
    else:
        assert check(kept) == kept
        assert all(ip_address(one) for one in kept.split(",") if one and not {"*", "/"} & set(one))
