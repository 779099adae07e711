import { HttpProblem, PROBLEMS } from "../../runtime";

/** A product table that does not answer is mostly busy for moments. */
const RETRY_AFTER_SECONDS = 1;

export const notFound = () => new HttpProblem(PROBLEMS.notFound, "There is no such product.");

export const skuTaken = () =>
  new HttpProblem(PROBLEMS.conflict, "Another product has this SKU. Choose another SKU, or change that product.");

export const stale = () =>
  new HttpProblem(PROBLEMS.preconditionFailed, "The product has changed. Read it again, and send its new ETag.");

export const unavailable = (cause: unknown) =>
  new HttpProblem(PROBLEMS.unavailable, "The products cannot be reached now. Try again later.", {
    retryAfterSeconds: RETRY_AFTER_SECONDS,
    cause,
  });
