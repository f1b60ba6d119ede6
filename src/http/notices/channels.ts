// Serves channels: creates, lists, reads, changes and deletes them.
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Json } from "#domain/json.ts";
import { idField } from "#http/fields.ts";
import {
  type App,
  type AppContext,
  json,
  jsonBody,
  newRouter,
  route,
} from "#http/router.ts";
import { etagOf, ifMatchHeader } from "#http/targets/etag.ts";
import { merge } from "#http/targets/merge-patch.ts";
import {
  addChannel,
  getChannel,
  openChannels,
  removeChannel,
  replaceChannel,
} from "./change-channel.ts";
import {
  ChannelAnswer,
  ChannelReceipt,
  toChannelAnswer,
  toReceipt,
} from "./channel-answer.ts";
import {
  type ChannelSource,
  type OpenChannel,
  toChannelDocument,
} from "./channel-document.ts";
import { Preview, PreviewBody, previewOf } from "./templates/preview.ts";
import { testChannel } from "./test-channel.ts";

const tag = "Notices";

const idParam = z.object({
  id: idField("This is the id of a channel, a whole number from 1 on.").openapi({
    type: "integer",
    example: 1,
  }),
});

const ifMatch = ifMatchHeader('"1-3"');

const etag = z.object({
  etag: z.string().openapi({
    description:
      "Names the channel and its revision, which an answer of the channel does not change.",
    example: '"1-1"',
  }),
});

const answer = (description: string) => ({
  ...json(description, ChannelAnswer),
  headers: etag,
});

const list = route("get", "/api/channels", tag, {
  summary: "List channels",
  answers: { 200: json("Every channel.", z.object({ items: z.array(ChannelAnswer) })) },
  problems: [],
});

const read = route("get", "/api/channels/{id}", tag, {
  summary: "Read a channel",
  request: { params: idParam },
  answers: { 200: answer("The channel.") },
  problems: ["not-found", "invalid"],
});

const remove = route("delete", "/api/channels/{id}", tag, {
  summary: "Delete a channel",
  description: "Notices that wait for it are dropped. One that routes name stays.",
  request: { params: idParam, headers: ifMatch },
  answers: { 204: { description: "It is gone." } },
  problems: ["not-found", "conflict", "stale"],
});

const patchBody = jsonBody(
  z.record(z.string(), z.unknown()).openapi("ChannelPatch", {
    description:
      "A merge patch (RFC 7396) of a channel: what is not named stays, null gives the default back.",
    example: { name: "ops", enabled: false },
  }),
);

const patch = route("patch", "/api/channels/{id}", tag, {
  summary: "Change parts of a channel",
  request: { params: idParam, headers: ifMatch, body: patchBody },
  answers: { 200: answer("The channel as it is now.") },
  problems: ["not-found", "conflict", "stale"],
});

const test = route("post", "/api/channels/{id}/test", tag, {
  summary: "Send a channel a test message now",
  description:
    "Also one that is not enabled. Answers what became of it, which the channel's lastAnswer then has as well.",
  request: { params: idParam },
  answers: { 200: json("What the channel answered.", ChannelReceipt) },
  problems: ["not-found"],
});

const preview = route("post", "/api/channels/{id}/preview", tag, {
  summary: "Show what a channel would be told when an incident opens",
  description: "By a template and in a language that are not stored. Nothing is sent.",
  request: { params: idParam, body: jsonBody(PreviewBody) },
  answers: { 200: json("An example.", Preview) },
  problems: ["not-found"],
});

const created = {
  ...answer("The channel."),
  headers: etag.extend({ location: z.string().openapi({ example: "/api/channels/1" }) }),
};

/** A body with the document of a channel of any kind. */
type DocumentBody = ReturnType<typeof jsonBody<ReturnType<typeof documentOf>>>;

const createOf = (body: DocumentBody) =>
  route("post", "/api/channels", tag, {
    summary: "Add a channel",
    description:
      "By its kind and the settings of that kind, or by an address of Apprise. At most 100.",
    request: { body },
    answers: { 201: created },
    problems: ["conflict"],
  });

const putOf = (body: DocumentBody) =>
  route("put", "/api/channels/{id}", tag, {
    summary: "Replace a channel",
    description:
      "The same document again changes nothing. A secret that comes back masked, as it was answered, stays.",
    request: { params: idParam, headers: ifMatch, body },
    answers: { 200: answer("The channel as it is now.") },
    problems: ["not-found", "conflict", "stale"],
  });

/** Makes the routes for channels of these kinds. */
export function createChannelRoutes(source: ChannelSource): App {
  const { kinds } = source;
  const routes = newRouter();
  const body = jsonBody(documentOf(routes, source));
  const replied = (c: Context<AppContext>, open: OpenChannel) =>
    c.json(toChannelAnswer(open, kinds), 200, { etag: etagOf(open.channel) });

  routes.openapi(createOf(body), async (c) => {
    const open = await addChannel(c.get("deps"), source, c.req.valid("json"));
    const location = `/api/channels/${open.channel.id}`;
    const headers = { etag: etagOf(open.channel), location };
    return c.json(toChannelAnswer(open, kinds), 201, headers);
  });
  routes.openapi(list, async (c) => {
    const channels = await openChannels(c.get("deps"), source);
    return c.json({ items: channels.map((open) => toChannelAnswer(open, kinds)) }, 200);
  });
  routes.openapi(read, async (c) =>
    replied(c, await getChannel(c.get("deps"), source, c.req.valid("param").id)),
  );
  routes.openapi(putOf(body), async (c) => {
    const change = { ...c.req.valid("param"), expected: c.req.valid("header") };
    const document = c.req.valid("json");
    const open = await replaceChannel(c.get("deps"), source, change, () => document);
    return replied(c, open);
  });
  routes.openapi(patch, async (c) => {
    const change = { ...c.req.valid("param"), expected: c.req.valid("header") };
    const merged = (open: OpenChannel) =>
      merge(toChannelDocument(open, kinds), c.req.valid("json")) as Json;
    return replied(c, await replaceChannel(c.get("deps"), source, change, merged));
  });
  routes.openapi(test, async (c) => {
    const deps = c.get("deps");
    const { channel } = await getChannel(deps, source, c.req.valid("param").id);
    return c.json(toReceipt(await testChannel(deps, channel)), 200);
  });
  routes.openapi(preview, async (c) => {
    const { channel } = await getChannel(c.get("deps"), source, c.req.valid("param").id);
    const { template = channel.template, language = channel.language } =
      c.req.valid("json");
    return c.json(previewOf(c.get("deps"), { template, language }), 200);
  });
  routes.openapi(remove, async (c) => {
    const change = { ...c.req.valid("param"), expected: c.req.valid("header") };
    await removeChannel(c.get("deps"), source, change);
    return c.body(null, 204);
  });
  return routes;
}

/**
 * The document of any kind. It is read by hand: only so an objection is to the fields of
 * the kind that the document names.
 */
function documentOf(routes: App, { forms }: ChannelSource) {
  const named = [...forms.byKind, ["apprise", forms.apprise] as const].map(
    ([kind, form]) => ({ name: `Channel${pascal(kind)}`, form }),
  );
  for (const { name, form } of named) routes.openAPIRegistry.register(name, form);
  return z.record(z.string(), z.unknown()).openapi("ChannelDocument", {
    oneOf: named.map(({ name }) => ({ $ref: `#/components/schemas/${name}` })),
    example: { kind: "webhook", name: "ops", url: "https://hooks.example.com/junkai" },
  });
}

const pascal = (kind: string): string =>
  kind.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
