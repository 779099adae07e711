import { localAwsPython } from "../../local/python";

/** Makes the Python that runs the local AWS before there are workers, each of which would make it otherwise. */
export default async function makePython(): Promise<void> {
  await localAwsPython();
}
