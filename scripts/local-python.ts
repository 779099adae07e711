import { localAwsPython } from "../local/python";

// Makes the Python that runs the local AWS, so that nothing has to wait for it later.
localAwsPython();
