import { randomBytes } from "node:crypto";

/** Shapes the first 16 of some bytes as a UUID (RFC 9562). */
export function uuidOf(version: 7 | 8, source: Uint8Array): string {
  const bytes = Buffer.from(source.subarray(0, 16));
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | (version << 4), 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** A UUID that sorts by the time it was made: milliseconds, then chance (RFC 9562, 5.7). */
export function timeOrderedUuid(now = Date.now()): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now, 0, 6);
  return uuidOf(7, bytes);
}
