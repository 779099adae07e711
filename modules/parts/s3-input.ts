import { check } from "../../lib/checks";
import { t } from "../../lib/types";

/** A package that lies in a bucket. */
export const s3Input = t.object(
  {
    bucket: t.string({
      description: "Bucket.",
      checks: [
        check.matching(
          "^[0-9A-Za-z._-]{2,62}[0-9A-Za-z_-]$",
          "be the name of a bucket: 3 to 63 letters, digits, . _ or -",
        ),
      ],
    }),
    key: t.string({ description: "Key of the zip file.", checks: [check.bytesBetween(1, 1024, "a key")] }),
    objectVersion: t.string({
      description: "Version of the object; without it, a change of the object deploys nothing.",
      optional: true,
      checks: [check.bytesBetween(1, 1024, "a version")],
    }),
  },
  { description: "S3 object with the code.", optional: true },
);
