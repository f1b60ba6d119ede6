import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { createVault, NoKeyError, type VaultKeys } from "#store/secrets/vault.ts";

const none: VaultKeys = { current: "", previous: "", token: "" };

const vaultWith = (texts: Partial<VaultKeys>) =>
  createVault({ ...none, ...texts }, (count) =>
    crypto.getRandomValues(new Uint8Array(count)),
  );

const longKey = "correct horse battery staple";
const otherKey = "another key of many characters";

test("what is sealed opens again at its place, whatever the text", async () => {
  const vault = vaultWith({ current: longKey });
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: "binary" }).map((text) => text.toWellFormed()),
      fc.string(),
      async (text, place) => {
        const sealed = await vault.seal(text, place);
        expect(sealed).toMatch(/^v1\.[\w-]{8}\.[\w-]{16}\.[\w-]{22,}$/);
        expect(await vaultWith({ current: longKey }).open(sealed, place)).toEqual({
          text,
        });
      },
    ),
    { numRuns: 50 },
  );
});

test("the same text sealed twice looks different each time", async () => {
  const vault = vaultWith({ current: longKey });
  expect(await vault.seal("hunter2", "a")).not.toBe(await vault.seal("hunter2", "a"));
});

test("a sealed secret that was moved to another place does not open", async () => {
  const vault = vaultWith({ current: longKey });
  const sealed = await vault.seal("hunter2", "channel 3 url");
  expect(await vault.open(sealed, "channel 4 url")).toEqual({
    text: null,
    why: "damaged",
  });
});

test("a sealed secret of which one character was changed does not open", async () => {
  const vault = vaultWith({ current: longKey });
  const sealed = await vault.seal("hunter2", "here");
  await fc.assert(
    fc.asyncProperty(fc.nat(sealed.length - 1), async (at) => {
      // The last character of base64 has bits that say nothing.
      if (at === sealed.length - 1 || sealed[at] === ".") return;
      const other = sealed[at] === "A" ? "B" : "A";
      const changed = sealed.slice(0, at) + other + sealed.slice(at + 1);
      expect((await vault.open(changed, "here")).text).toBeNull();
    }),
  );
});

test.each(["", "hunter2", "v1.a.b.c", "v2.AAAAAAAA.AAAAAAAAAAAAAAAA.AAAA", "v1..."])(
  "a text that is no sealed secret does not open: %j",
  async (text) => {
    const opened = await vaultWith({ current: longKey }).open(text, "here");
    expect(opened).toEqual({ text: null, why: "damaged" });
  },
);

test("after a rotation the previous key opens, and the new one seals", async () => {
  const old = await vaultWith({ current: longKey }).seal("hunter2", "here");
  const vault = vaultWith({ current: otherKey, previous: longKey });
  expect(await vault.open(old, "here")).toEqual({ text: "hunter2" });
  const anew = await vault.seal("hunter2", "here");
  expect(await vaultWith({ current: otherKey }).open(anew, "here")).toEqual({
    text: "hunter2",
  });
});

test("what a lost key has sealed does not open, and says so", async () => {
  const sealed = await vaultWith({ current: longKey }).seal("hunter2", "here");
  const opened = await vaultWith({ current: otherKey }).open(sealed, "here");
  expect(opened).toEqual({ text: null, why: "unknown-key" });
});

test("without ENCRYPTION_KEY the token seals, and it opens once there is a key", async () => {
  const sealed = await vaultWith({ token: "secret" }).seal("hunter2", "here");
  const vault = vaultWith({ current: longKey, token: "secret" });
  expect(await vault.open(sealed, "here")).toEqual({ text: "hunter2" });
  expect(await vault.keyId()).not.toBe(await vaultWith({ token: "secret" }).keyId());
});

test("an earlier API_TOKEN opens as ENCRYPTION_KEY_PREVIOUS", async () => {
  const sealed = await vaultWith({ token: "old" }).seal("hunter2", "here");
  const vault = vaultWith({ token: "new", previous: "old" });
  expect(await vault.open(sealed, "here")).toEqual({ text: "hunter2" });
});

test("without any key nothing is sealed", async () => {
  const vault = vaultWith({});
  expect(await vault.keyId()).toBeNull();
  await expect(vault.seal("hunter2", "here")).rejects.toThrow(NoKeyError);
});

test("32 bytes in base64 are the key itself, so other programs can open what they seal", async () => {
  const bytes = new Uint8Array(32).map((_, i) => i);
  const vault = vaultWith({ current: bytes.toBase64() });
  const sealed = await vault.seal("hunter2", "here");
  const [, , iv = "", ciphertext = ""] = sealed.split(".");
  const key = await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["decrypt"]);
  const opened = await crypto.subtle.decrypt(
    {
      name: "AES-GCM",
      iv: Buffer.from(iv, "base64url"),
      additionalData: new TextEncoder().encode("junkai here"),
    },
    key,
    Buffer.from(ciphertext, "base64url"),
  );
  expect(new TextDecoder().decode(opened)).toBe("hunter2");
});

test("a stored secret of before opens for ever: the form and the key's making are fixed", async () => {
  const stored =
    "v1.cJKic-K7.AAcOFRwjKjE4P0ZN.c_vf08SL_2_W2Lu8uxvCiDPIwNVhM9K8REfB08dzGvDXKNLCHlzIlI57twEqHuJl-SO1QMK3ejw";
  const vault = vaultWith({ current: longKey });
  expect(await vault.open(stored, "channel 3 url")).toEqual({
    text: "https://hooks.example.com/T000/B000/XXXX",
  });
});

test("a secret that was opened is remembered", async () => {
  const vault = vaultWith({ current: longKey });
  const sealed = await vault.seal("hunter2", "here");
  const decrypt = vi.spyOn(crypto.subtle, "decrypt");
  await vault.open(sealed, "here");
  await vault.open(sealed, "here");
  expect(decrypt).toHaveBeenCalledTimes(1);
  decrypt.mockRestore();
});
