const { default: Sequencer } = require("@jest/test-sequencer");

/**
 * What takes longest, by where it stands: a suite that deploys and waits must not begin when all others are over. The lower lines take seconds, and go by
 * what they took last time, or by their size.
 */
const LONGEST_FIRST = [
  // Applies three times.
  /\/e2e\/upgrade/,
  /\/e2e\/[^/]+$/,
  /\/stacks\/(web-service|unknown-inputs|pending-changes)/,
  /\/e2e\/local\/[^/]+$/,
  /\/e2e\/functions\//,
  /\/stacks\//,
];

const rank = ({ path }) => {
  const index = LONGEST_FIRST.findIndex((pattern) => pattern.test(path));
  return index === -1 ? LONGEST_FIRST.length : index;
};

module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    return [...super.sort(tests)].sort((left, right) => rank(left) - rank(right));
  }
};
