// Sends to a Matrix room. The notice's id is the transaction's: the server takes repeats
// for one message.
// https://spec.matrix.org/latest/client-server-api/#put_matrixclientv3roomsroomidsendeventtypetxnid

import { byteLength, cutToBytes } from "#domain/cut.ts";
import type {
  ChannelAnswer,
  ChannelConfig,
  ChannelKind,
  Receipt,
} from "#domain/notices/channels/channel-kind.ts";
import { readStatus, retryIn } from "#domain/notices/channels/receipt.ts";
import {
  addressOn,
  authorize,
  postJson,
  readFields,
  textOf,
} from "#domain/notices/channels/settings.ts";
import {
  html,
  type Markup,
  plain,
  writeText,
} from "#domain/notices/channels/write-text.ts";
import type { Message } from "#domain/notices/message.ts";

// An event may have 65,536 bytes, what the server adds included: two forms of the text,
// whose quotes and line ends JSON doubles.
const MAX_FORM_BYTES = 14_000;

export const matrix: ChannelKind = {
  fields: {
    server: {
      kind: "url",
      description: "The home server.",
      example: "https://matrix.example.com",
    },
    room: {
      kind: "text",
      description: "The room's id; not its alias, which begins with #.",
      example: "!abcdefgh:example.com",
    },
    token: {
      kind: "text",
      secret: true,
      inHeader: true,
      description: "The access token of a user who is in the room.",
      example: "syt_YWxpY2U_abc",
    },
  },
  knowsRepeats: true,
  objectTo: (config) =>
    textOf(config, "room").startsWith("!")
      ? null
      : { field: "room", problem: "A room's id begins with an exclamation mark." },
  compose(config, message) {
    const room = encodeURIComponent(textOf(config, "room"));
    const path = `/_matrix/client/v3/rooms/${room}/send/m.room.message`;
    const url = addressOn(
      textOf(config, "server"),
      `${path}/${encodeURIComponent(message.id)}`,
    );
    const body = {
      // Notices make no sound.
      msgtype: message.state === "firing" ? "m.text" : "m.notice",
      body: write(message, plain),
      format: "org.matrix.custom.html",
      formatted_body: write(message, html).replaceAll("\n", "<br>"),
      // With this, names such as @room in the text call nobody.
      "m.mentions": {},
    };
    return { ...postJson(url, body, authorize(config)), method: "PUT" };
  },
  readAnswer,
};

const write = (message: Message, markup: Markup): string =>
  writeText(message, markup, {
    title: true,
    links: true,
    fits: (made) => byteLength(JSON.stringify(made)) <= MAX_FORM_BYTES,
    cut: (text) => cutToBytes(text, MAX_FORM_BYTES),
  });

function readAnswer(answer: ChannelAnswer, config: ChannelConfig): Receipt {
  const { retry_after_ms: ms } = readFields(answer.body);
  return retryIn(
    readStatus(answer, config),
    typeof ms === "number" ? ms / 1_000 : undefined,
  );
}
