import { describe, expect, it } from "vitest";
import { type AddressPolicy, guardUrl } from "#net/addresses/address-guard.ts";

const strict: AddressPolicy = { allowPrivate: false, ports: [] };
const open: AddressPolicy = { allowPrivate: true, ports: [] };

/** The detail of a refusal, or "allowed". */
function verdict(text: string, policy = strict, base?: string): string {
  const guarded = guardUrl(text, policy, base);
  return guarded.ok ? "allowed" : guarded.detail;
}

describe("an address that is not public is refused", () => {
  it.each([
    // loopback, 127.0.0.0/8 (RFC 1122)
    ["127.0.0.1", "loopback"],
    ["127.0.0.1.", "loopback"],
    ["127.255.255.254", "loopback"],
    ["127.1", "loopback"],
    ["127.0.1", "loopback"],
    ["2130706433", "loopback"], // 127 * 2^24 + 1
    ["017700000001", "loopback"],
    ["0177.0.0.1", "loopback"],
    ["0x7f000001", "loopback"],
    ["0x7f.0.0.1", "loopback"],
    ["0X7F.1", "loopback"],
    ["127.0.0.0x1", "loopback"],
    ["%31%32%37.0.0.1", "loopback"],
    ["127%2e0%2e0%2e1", "loopback"],
    ["127。0。0。1", "loopback"], // ideographic full stops
    ["\uff11\uff12\uff17.0.0.1", "loopback"], // full-width digits
    ["①②⑦.0.0.1", "loopback"],
    ["[::1]", "loopback"],
    ["[0:0:0:0:0:0:0:1]", "loopback"],
    ["[0000::0001]", "loopback"],
    // private, RFC 1918 and RFC 4193
    ["10.0.0.1", "private"],
    ["10.1", "private"],
    ["167772161", "private"], // 10 * 2^24 + 1
    ["172.16.0.1", "private"],
    ["172.31.255.255", "private"],
    ["192.168.1.1", "private"],
    ["0xc0a80101", "private"],
    ["[fc00::1]", "private"],
    ["[fdff:ffff::1]", "private"],
    // link-local, where clouds keep their metadata
    ["169.254.169.254", "link-local"],
    ["2852039166", "link-local"],
    ["0xa9fea9fe", "link-local"],
    ["0251.0376.0251.0376", "link-local"],
    ["[fe80::1]", "link-local"],
    ["[febf::1]", "link-local"],
    ["168.63.129.16", "cloud provider's metadata"],
    ["2822734096", "cloud provider's metadata"],
    // carrier-grade NAT, RFC 6598
    ["100.64.0.1", "carrier-grade NAT"],
    ["100.127.255.255", "carrier-grade NAT"],
    // unspecified, broadcast, multicast
    ["0.0.0.0", "unspecified"],
    ["0", "unspecified"],
    ["0x0", "unspecified"],
    ["0.1.2.3", "unspecified"],
    ["[::]", "unspecified"],
    ["255.255.255.255", "broadcast"],
    ["4294967295", "broadcast"], // 2^32 - 1
    ["224.0.0.1", "multicast"],
    ["239.255.255.255", "multicast"],
    ["[ff02::1]", "multicast"],
    // documentation, benchmarking and everything else in IANA's special-purpose
    // registries
    ["192.0.2.1", "reserved"],
    ["198.51.100.1", "reserved"],
    ["203.0.113.1", "reserved"],
    ["192.0.0.8", "reserved"],
    ["192.88.99.1", "reserved"],
    ["198.18.0.1", "reserved"],
    ["198.19.255.255", "reserved"],
    ["240.0.0.1", "reserved"],
    ["192.31.196.1", "special-purpose"],
    ["192.52.193.1", "special-purpose"],
    ["192.175.48.1", "special-purpose"],
    ["[2001:db8::1]", "reserved"],
    ["[3fff::1]", "reserved"],
    ["[2001:1::1]", "reserved"],
    ["[4000::1]", "reserved"], // outside 2000::/3
    ["[200::1]", "reserved"],
    ["[e000::1]", "reserved"],
    ["[100::1]", "special-purpose"],
    ["[2001:2::1]", "special-purpose"],
    ["[2001:20::1]", "special-purpose"],
    ["[5f00::1]", "special-purpose"],
    ["[fec0::1]", "special-purpose"],
    ["[2620:4f:8000::1]", "special-purpose"],
    // IPv4 wrapped in IPv6
    ["[::ffff:127.0.0.1]", "loopback"],
    ["[::ffff:7f00:1]", "loopback"],
    ["[0:0:0:0:0:ffff:a9fe:a9fe]", "link-local"],
    ["[::127.0.0.1]", "loopback"],
    ["[::7f00:1]", "loopback"],
    ["[::ffff:0:10.0.0.1]", "private"],
    ["[64:ff9b::127.0.0.1]", "loopback"],
    ["[64:ff9b::a9fe:a9fe]", "link-local"],
    ["[64:ff9b:1::8.8.8.8]", "special-purpose"],
    ["[64:ff9b:1::7f00:1]", "special-purpose"],
    ["[2002:7f00:1::]", "loopback"],
    ["[2002:a00:1::1]", "private"], // 10.0.0.1
    ["[2002:a83f:8110::1]", "cloud provider's metadata"], // 168.63.129.16
    ["[2001:0:a00:1::f7f7:f7f7]", "private"], // Teredo server 10.0.0.1, client 8.8.8.8
    ["[2001:0:808:808::80ff:fffe]", "loopback"], // client 127.0.0.1, its bits inverted
  ])("http://%s/ is a %s address", (host, kind) => {
    expect(verdict(`http://${host}/`)).toMatch(new RegExp(`is an? ${kind} address$`));
  });
});

describe("a public address is allowed in any spelling", () => {
  it.each([
    "8.8.8.8",
    "134744072", // 8.8.8.8
    "0x08080808",
    "1.1.1.1",
    "172.15.255.255",
    "172.32.0.0",
    "100.63.255.255",
    "100.128.0.0",
    "169.253.255.255",
    "168.63.129.17",
    "192.0.1.1",
    "198.20.0.1",
    "223.255.255.255",
    "[2606:4700:4700::1111]",
    "[2001:4860:4860::8888]",
    "[::ffff:8.8.8.8]",
    "[64:ff9b::8.8.8.8]",
    "[2002:808:808::1]",
  ])("http://%s/", (host) => {
    expect(verdict(`http://${host}/`)).toBe("allowed");
  });
});

describe("a name that is never public is refused", () => {
  it.each([
    "localhost",
    "LOCALHOST",
    "localhost.",
    "%6Cocalhost",
    "\uff4cocalhost", // a full-width l
    "app.localhost",
    "localhost.localdomain",
    "localhost6.localdomain6",
    "printer.local",
    "nas.home.arpa",
    "1.0.0.127.in-addr.arpa",
    "metadata.google.internal",
    "metadata.google.internal.",
    "wiki.corp",
    "router.lan",
    "router.home",
    "shop.test",
    "nobody.invalid",
    "expyuzz4wqqyqhjn.onion",
    "name.alt",
    // Top levels that the public root does not have.
    "api.default.svc",
    "kubernetes.default.svc.cluster",
    "db.service.consul",
    "web.docker",
    "wiki.intra",
    "smtp.mail",
    "nas.fritz",
    "host.xn--nothing",
  ])("http://%s/ is a local name", (host) => {
    expect(verdict(`http://${host}/`)).toMatch(/ is a local name$/);
  });

  it.each(["router", "ip6-localhost", "metadata", "com", "com."])(
    "http://%s/ has no dot",
    (host) => {
      expect(verdict(`http://${host}/`)).toMatch(/ has no dot, so it is a local name$/);
    },
  );

  it.each(["a..example.com", "example.com..", ".", ".example.com"])(
    "http://%s/ has an empty label",
    (host) => {
      expect(verdict(`http://${host}/`)).toMatch(/ is not a valid name$/);
    },
  );
});

describe("a public name is allowed", () => {
  it.each([
    "example.com",
    "example.com.",
    "localhost.example.com",
    "local.example.com",
    "mylocalhost.com",
    "internal.example.org",
    "127.0.0.1.example.com",
    "shop.example",
    "bücher.example.com",
    "a_b.example.com",
    "a_b.github.io",
    "www.city.kobe.jp",
    "a.xn--p1ai",
    "президент.рф",
    "www.svc.com",
  ])("https://%s/", (host) => {
    expect(verdict(`https://${host}/`)).toBe("allowed");
  });
});

describe("the rest of the URL", () => {
  it.each([
    ["ftp://example.com/", "only http and https are fetched, not ftp"],
    ["file:///etc/passwd", "only http and https are fetched, not file"],
    ["data:text/html,hi", "only http and https are fetched, not data"],
    ["javascript:alert(1)", "only http and https are fetched, not javascript"],
    ["ws://example.com/", "only http and https are fetched, not ws"],
    ["blob:https://example.com/x", "only http and https are fetched, not blob"],
    ["https://user@example.com/", "it carries a user name or password"],
    ["https://:pass@example.com/", "it carries a user name or password"],
    ["https://example.com@127.0.0.1/", "it carries a user name or password"],
    ["", "it is not a valid URL"],
    ["example.com", "it is not a valid URL"],
    ["http://", "it is not a valid URL"],
    ["http://[::1", "it is not a valid URL"],
    ["http://[fe80::1%25eth0]/", "it is not a valid URL"],
    ["http://256.1.1.1/", "it is not a valid URL"],
    ["http://1.2.3.4.5/", "it is not a valid URL"],
    ["http://exa%00mple.com/", "it is not a valid URL"],
  ])("%s is refused: %s", (text, detail) => {
    expect(verdict(text)).toBe(detail);
  });

  it("is refused past 2,048 characters, also if only escaping makes it so long", () => {
    const prefix = "https://example.com/"; // 20 characters
    expect(verdict(prefix + "a".repeat(2028))).toBe("allowed");
    expect(verdict(prefix + "a".repeat(2029))).toBe("it is longer than 2048 characters");
    expect(verdict(`${prefix}${"ü".repeat(400)}`)).toBe(
      "it is longer than 2048 characters",
    ); // 20 + 400 * 6
  });

  it("may name its scheme's default port and those the policy lists", () => {
    expect(verdict("http://example.com:80/")).toBe("allowed");
    expect(verdict("https://example.com:443/")).toBe("allowed");
    expect(verdict("http://example.com:443/")).toBe("port 443 is not allowed");
    expect(verdict("https://example.com:22/")).toBe("port 22 is not allowed");
    expect(verdict("https://example.com:0/")).toBe("port 0 is not allowed");
    expect(
      verdict("https://example.com:8443/", { allowPrivate: false, ports: [8443] }),
    ).toBe("allowed");
  });

  it("is resolved against the base, if there is one", () => {
    expect(guardUrl("../b?c", strict, "https://example.com/x/a")).toEqual({
      ok: true,
      url: new URL("https://example.com/b?c"),
    });
    expect(verdict("//127.0.0.1/", strict, "https://example.com/")).toBe(
      "127.0.0.1 is a loopback address",
    );
  });
});

describe("a policy that allows private addresses", () => {
  it.each([
    "http://127.0.0.1:8787/",
    "http://[::1]:9/",
    "http://10.0.0.1/",
    "http://169.254.169.254/",
    "http://[fd00::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://localhost:3000/",
    "http://router/",
    "http://nas.local/",
    "https://example.com:22/",
  ])("allows %s", (text) => {
    expect(verdict(text, open)).toBe("allowed");
  });

  it.each([
    ["http://0.0.0.0/", "0.0.0.0 is an unspecified address"],
    ["http://[::]/", "[::] is an unspecified address"],
    ["http://[::ffff:0.0.0.0]/", "[::ffff:0:0] is an unspecified address"],
    ["http://224.0.0.1/", "224.0.0.1 is a multicast address"],
    ["http://[ff02::1]/", "[ff02::1] is a multicast address"],
    ["http://[2002:e000:1::]/", "[2002:e000:1::] is a multicast address"], // 224.0.0.1
    ["http://255.255.255.255/", "255.255.255.255 is a broadcast address"],
    ["ftp://127.0.0.1/", "only http and https are fetched, not ftp"],
    ["http://user:pass@127.0.0.1/", "it carries a user name or password"],
    [`http://127.0.0.1/${"a".repeat(2048)}`, "it is longer than 2048 characters"],
  ])("still refuses %s", (text, detail) => {
    expect(verdict(text, open)).toBe(detail);
  });
});

it("a refusal does not repeat a password", () => {
  expect(verdict("ftp://user:hunter2@example.com/")).not.toContain("hunter2");
});
