/** One field of a protocol-buffers message: bytes of a nested message or text, or a number. */
export interface ProtoField {
  readonly number: number;
  readonly bytes: Buffer | null;
  /** A varint's value; 0 for other kinds. */
  readonly varint: number;
  /** A 32-bit field as float32; 0 for other kinds. */
  readonly float: number;
}

const wire = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

/**
 * The fields of a message in the order of the file: enough of protocol buffers to read a SentencePiece model without its
 * library. Throws RangeError where the message is damaged.
 */
export function* protoFields(message: Buffer): Generator<ProtoField> {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = message[at++];
      if (byte === undefined) throw new RangeError(`a number runs beyond the end, at byte ${message.length}`);
      // Multiplied, not shifted: shifts are 32-bit. Negative values (ten bytes) come out as large ones; nobody reads them.
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw new RangeError(`a number of more than ten bytes, at byte ${at}`);
  };
  const take = (length: number): Buffer => {
    if (length > message.length - at) throw new RangeError(`a field runs beyond the end, at byte ${at}`);
    at += length;
    return message.subarray(at - length, at);
  };
  while (at < message.length) {
    const tag = varint();
    const number = Math.floor(tag / 8);
    switch (tag % 8) {
      case wire.varint:
        yield { number, bytes: null, varint: varint(), float: 0 };
        break;
      case wire.fixed64:
        take(8);
        break;
      case wire.bytes:
        yield { number, bytes: take(varint()), varint: 0, float: 0 };
        break;
      case wire.fixed32:
        yield { number, bytes: null, varint: 0, float: take(4).readFloatLE() };
        break;
      default:
        throw new RangeError(`a field of kind ${tag % 8}, at byte ${at}`);
    }
  }
}
