// Reads and writes small binary records: LEB128 varints (as in Protocol Buffers'
// encoding), strings with their length in front, and the versions of packed forms.
// Numbers are whole, from 0 to 2^53 - 1.

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export type ByteWriter = {
  /**
   * Writes the version, 1 to 127, of the packed form that follows. Its two bytes are a
   * number with a digit too many, which `varint` never writes. So they cannot be the
   * beginning of a form that was written before forms had versions.
   */
  version(value: number): void;
  /** Throws a RangeError, and writes nothing, for any other number than those above. */
  varint(value: number): void;
  /** Writes a whole number that may be negative; near 0 it takes few bytes. */
  signed(value: number): void;
  text(value: string): void;
  raw(value: Uint8Array): void;
  done(): Uint8Array;
};

export function createByteWriter(): ByteWriter {
  let buffer = new Uint8Array(1024);
  let length = 0;
  const room = (more: number) => {
    if (length + more <= buffer.length) return;
    const grown = new Uint8Array(Math.max(buffer.length * 2, length + more));
    grown.set(buffer);
    buffer = grown;
  };
  const writer: ByteWriter = {
    version(value) {
      writer.raw(Uint8Array.of(128 + value, 0));
    },
    varint(value) {
      refuseUncountable(value);
      room(8);
      let rest = value;
      while (rest >= 128) {
        buffer[length++] = (rest % 128) | 128;
        rest = Math.floor(rest / 128);
      }
      buffer[length++] = rest;
    },
    signed: (value) => writer.varint(value < 0 ? -2 * value - 1 : 2 * value),
    text(value) {
      if (value === "") return writer.varint(0);
      const bytes = encoder.encode(value);
      writer.varint(bytes.length);
      writer.raw(bytes);
    },
    raw(value) {
      room(value.length);
      buffer.set(value, length);
      length += value.length;
    },
    done: () => buffer.subarray(0, length),
  };
  return writer;
}

export type ByteReader = {
  /**
   * Reads the version of a packed form. Gives 0, and reads nothing, where none is
   * written. Throws a RangeError when the version is later than `latest`.
   */
  version(latest: number): number;
  varint(): number;
  signed(): number;
  text(): string;
  raw(length: number): Uint8Array;
  rest(): Uint8Array;
  atEnd(): boolean;
};

/** Throws a RangeError when the bytes end in the middle of a value. */
export function createByteReader(bytes: Uint8Array): ByteReader {
  let at = 0;
  const reader: ByteReader = {
    version(latest) {
      const version = (bytes[at] ?? 0) - 128;
      if (version < 0 || bytes[at + 1] !== 0) return 0;
      at += 2;
      refuseLater(version, latest);
      return version;
    },
    varint() {
      let value = 0;
      for (let scale = 1; ; scale *= 128) {
        const byte = bytes[at++];
        if (byte === undefined) throw new RangeError("bytes end inside a number");
        value += (byte & 127) * scale;
        if (byte < 128) return value;
      }
    },
    signed() {
      const code = reader.varint();
      return code % 2 === 0 ? code / 2 : -(code + 1) / 2;
    },
    text: () => decoder.decode(reader.raw(reader.varint())),
    raw(length) {
      if (at + length > bytes.length) throw new RangeError("bytes end inside a string");
      at += length;
      return bytes.subarray(at - length, at);
    },
    rest: () => reader.raw(bytes.length - at),
    atEnd: () => at >= bytes.length,
  };
  return reader;
}

/** Throws a RangeError for a packed form that is of a later version than `latest`. */
export function refuseLater(version: number, latest: number): void {
  if (version > latest)
    throw new RangeError(`bytes of version ${version}; this code knows up to ${latest}`);
}

/** Throws a RangeError for a number that is not whole, negative or 2^53 or more. */
export function refuseUncountable(value: number): void {
  if (!Number.isSafeInteger(value) || value < 0)
    throw new RangeError(`${value} is no whole number from 0 to 2^53 - 1`);
}
