import fc from "fast-check";
import { timeOrderedUuid, uuidOf } from "../../../functions/shared/uuid";

const bytes = fc.uint8Array({ minLength: 16, maxLength: 40 });

test("any bytes make a UUID of the version, the same for the same bytes", () => {
  fc.assert(
    fc.property(fc.constantFrom(7 as const, 8 as const), bytes, (version, source) => {
      const uuid = uuidOf(version, source);
      expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-[78][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(uuid[14]).toBe(String(version));
      expect(uuidOf(version, Uint8Array.from(source))).toBe(uuid);
    }),
  );
});

test("the example of RFC 9562 (A.6) has its time in front", () => {
  expect(timeOrderedUuid(0x017f22e279b0)).toMatch(/^017f22e2-79b0-7/);
});

test("what is made later sorts later", () => {
  const time = fc.integer({ min: 0, max: 2 ** 48 - 2 });
  fc.assert(
    fc.property(time, fc.integer({ min: 1, max: 1e9 }), (earlier, gap) => {
      const later = Math.min(earlier + gap, 2 ** 48 - 1);
      expect(timeOrderedUuid(earlier) < timeOrderedUuid(later)).toBe(true);
    }),
  );
});

test("UUIDs of one moment differ", () => {
  expect(new Set(Array.from({ length: 1_000 }, () => timeOrderedUuid(1))).size).toBe(1_000);
});
