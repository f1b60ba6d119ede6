// Tests `npm start` with the programs that people ping with, as their scripts call them.
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { freePort } from "#test/fixtures/net/port.ts";
import { describeWith, findOnPath } from "#test/fixtures/programs/needed.ts";
import { callApi, patienceMs, start } from "#test/fixtures/programs/start.ts";

const run = promisify(execFile);

const missing =
  findOnPath("curl") === null || findOnPath("bash") === null ? "no curl" : null;

describeWith("programs that ping", { missing, isRequired: false }, () => {
  test("are answered as their scripts expect, whatever they send", {
    timeout: 2 * patienceMs,
  }, async () => {
    const started = await start(await freePort());
    onTestFinished(() => started.close());
    await started.sees(/Ctrl-C stops it/);
    const { id, pingUrl } = await callApi<{ id: number; pingUrl: string }>(
      started,
      "/api/targets",
      { kind: "heartbeat", name: "backup", heartbeat: { slug: "backup" } },
    );
    const { address } = await callApi<{ address: string }>(
      started,
      "/api/heartbeats/ping-key",
    );
    const dump = join(started.folder, "dump.log");
    await writeFile(dump, "x".repeat(5_000_000));
    const bash = async (script: string) =>
      (await run("bash", ["-c", script], { env: { ...process.env, URL: pingUrl } }))
        .stdout;
    const retried = "curl -fsS -m 10 --retry 5";

    // As crontabs and shell scripts do.
    expect(await bash(`true; m="all done"; ${retried} --data-raw "$m" $URL/$?`)).toBe(
      "OK",
    );
    expect(await bash(`(exit 3); ${retried} --data-raw "no space" $URL/$?`)).toBe("OK");
    expect(await bash(`${retried} $URL/start/ && ${retried} -o /dev/null $URL`)).toBe(
      "OK",
    );
    // A log of megabytes is cut, and the answer is there although nobody has read it all.
    expect(await bash(`${retried} --data-binary @${dump} $URL`)).toBe("OK");
    const chunked = '-H "Transfer-Encoding: chunked"';
    expect(await bash(`${retried} ${chunked} --data-binary @${dump} $URL`)).toBe("OK");
    expect(await bash("curl -fsSI -m 10 $URL")).toMatch(/^HTTP\/1.1 200 OK/);
    // -L follows redirects, of which there are none: a POST would become a GET.
    expect(
      await bash(`curl -sL -o /dev/null -w "%{num_redirects} %{method}" -d x $URL/`),
    ).toBe("0 POST");
    // As runitor: it always POSTs, and sends the last bytes of the output that are kept.
    const kept = await fetch(`${pingUrl}/start?rid=${crypto.randomUUID()}`, {
      method: "POST",
      headers: { "user-agent": "runitor/1.4.1 (+https://bdd.fi/x/runitor)" },
    });
    expect([kept.status, kept.headers.get("ping-body-limit")]).toEqual([200, "10000"]);
    // As borgmatic: a hundred thousand bytes, and a slug that is made.
    const made = () =>
      fetch(`${address}borg?create=1`, { method: "POST", body: "y".repeat(100_000) });
    expect([(await made()).status, (await made()).status]).toEqual([201, 200]);

    const { reported } = await callApi<{ reported: { pings: number } }>(
      started,
      `/api/targets/${id}`,
    );
    expect(reported.pings).toBe(9);
  });
});
