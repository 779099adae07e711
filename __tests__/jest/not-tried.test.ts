const { MARK, notTried } = require("./not-tried") as {
  readonly MARK: string;
  readonly notTried: (results: readonly object[]) => string[];
};

const left = (...ancestorTitles: string[]) => ({ status: "pending", title: "works", ancestorTitles });

test("each reason is said once, with the number of its tests, whichever of jest's two shapes the results have", () => {
  const archive = `zips${MARK}the mirrors have no archive`;
  const terraform = `modules${MARK}no terraform was found`;
  const results = [
    {
      testResults: [
        left(archive),
        left("outer", archive, "inner"),
        { status: "passed", title: "x", ancestorTitles: [] },
      ],
    },
    { assertionResults: [left(terraform), left(archive)] },
  ];
  expect(notTried(results)).toEqual([
    "not tried (3 tests): the mirrors have no archive",
    "not tried (1 test): no terraform was found",
  ]);
});

test("a test that is left out without a reason is named", () => {
  expect(notTried([{ testResults: [left("outer")] }])).toEqual(['not tried (1 test): "works" does not say why']);
});
