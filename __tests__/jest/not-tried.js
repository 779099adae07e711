/** What stands between the name of a suite that is left out and the reason. */
const MARK = ": not tried, ";

/** Lines that say which tests of jest's results were not tried, and why. */
function notTried(testResults) {
  const counts = new Map();
  for (const { status, title, ancestorTitles } of testResults.flatMap(
    (one) => one.testResults ?? one.assertionResults,
  )) {
    if (status !== "pending") continue;
    const [, why = `"${title}" does not say why`] =
      ancestorTitles.findLast((one) => one.includes(MARK))?.split(MARK) ?? [];
    counts.set(why, (counts.get(why) ?? 0) + 1);
  }
  return [...counts].map(([why, count]) => `not tried (${count} ${count === 1 ? "test" : "tests"}): ${why}`);
}

module.exports = { MARK, notTried };
