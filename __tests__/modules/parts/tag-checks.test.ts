import { tagChecks } from "../../../modules/parts/tag-checks";
import { describeMaps } from "../../support/verdicts";

const numbered = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`tag-${index}`, ""]));

describeMaps({
  tags: {
    checks: tagChecks,
    good: [
      {},
      { Team: "jobs", "a b:c/d": "_.:/=+-@ é 日本 ٣" },
      { team: "", "my-aws:key": "aws:value", awsome: "x" },
      { ["k".repeat(128)]: "v".repeat(256) },
      { ["日".repeat(128)]: "𠮷".repeat(256) },
      numbered(50),
    ],
    bad: [
      { "": "x" },
      { ["k".repeat(129)]: "x" },
      { team: "v".repeat(257) },
      { "team!": "x" },
      { team: "a,b" },
      { team: "a\nb" },
      { team: "a\tb" },
      { "aws:team": "x" },
      { "AWS:team": "x" },
      { "aWs:": "x" },
      { Team: "a", team: "b" },
      numbered(51),
    ],
  },
});
