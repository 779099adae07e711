import fc from "fast-check";
import { eventOfDeadLetter } from "../../../functions/subscriber/redrive-event";

const SUBSCRIPTION_ARN = "arn:aws:sns:us-east-1:123456789012:orders:6d2c1b1e-0f5e-4c3e-9f57-6d7f0a1b2c3d";
const UNSUBSCRIBE = `https://sns.us-east-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=${SUBSCRIPTION_ARN}`;
const CERTIFICATE = "https://sns.us-east-1.amazonaws.com/SimpleNotificationService.pem";

const common = {
  Type: "Notification",
  MessageId: "8f4b8b5c-4a0a-5d0e-9c55-d1d8c6f1a2b3",
  TopicArn: "arn:aws:sns:us-east-1:123456789012:orders",
  Message: '{"id":"1"}',
  Timestamp: "2026-11-03T10:00:00.000Z",
  SignatureVersion: "1",
  Signature: "c2lnbmVk",
};
const ofFunctions = { ...common, SigningCertUrl: CERTIFICATE, UnsubscribeUrl: UNSUBSCRIBE };
const ofQueues = { ...common, SigningCertURL: CERTIFICATE, UnsubscribeURL: UNSUBSCRIBE };
const attributes = { type: { Type: "String", Value: "com.example.order.placed.v1" } };

const eventWith = (Sns: object, EventSubscriptionArn = SUBSCRIPTION_ARN) => ({
  Records: [{ EventSource: "aws:sns", EventVersion: "1.0", EventSubscriptionArn, Sns }],
});
const nothingMore = { Subject: null, MessageAttributes: {} };

test.each([
  ["as functions get it", ofFunctions, eventWith({ ...ofFunctions, ...nothingMore })],
  ["as queues get it", ofQueues, eventWith({ ...ofFunctions, ...nothingMore })],
  [
    "with subject and attributes",
    { ...ofFunctions, Subject: "order", MessageAttributes: attributes },
    eventWith({ ...ofFunctions, Subject: "order", MessageAttributes: attributes }),
  ],
  ["that names no subscription", common, eventWith({ ...common, ...nothingMore }, "")],
])("a notification %s becomes the event that SNS would have invoked with", (_name, letter, event) => {
  expect(JSON.parse(JSON.stringify(eventOfDeadLetter({ Body: JSON.stringify(letter) })))).toEqual(event);
});

test("the record of a failed invocation gives the event of that invocation, unchanged", () => {
  const text = fc.string({ unit: "binary" });
  const records = fc.array(fc.record({ EventSubscriptionArn: text, Sns: fc.dictionary(text, text) }), { minLength: 1 });
  fc.assert(
    fc.property(fc.record({ Records: records }), text, (requestPayload, errorMessage) => {
      const record = {
        version: "1.0",
        requestContext: { condition: "RetriesExhausted" },
        requestPayload,
        responsePayload: { errorMessage },
      };
      const body = JSON.stringify(record);
      expect(eventOfDeadLetter({ Body: body })).toEqual(JSON.parse(body).requestPayload);
    }),
  );
});

test.each([
  ["text", "not JSON"],
  ["nothing", ""],
  ["a bare message", '{"id":"1"}'],
  ["a notification without its message", JSON.stringify({ ...ofFunctions, Message: undefined })],
  ["an invocation by another", JSON.stringify({ version: "1.0", requestPayload: { detail: {} } })],
])("%s is refused: the function would not know it", (_name, body) => {
  expect(() => eventOfDeadLetter({ Body: body })).toThrow(/^The dead letter is neither /);
});

const rest = (StringValue: string) => ({ sns_notification: { DataType: "String", StringValue } });
const { Message: _message, ...withoutMessage } = ofFunctions;

test("a message that the function gave up becomes the event that it was, whatever the message", () => {
  const MessageAttributes = rest(
    JSON.stringify({ ...withoutMessage, Subject: "order", MessageAttributes: attributes }),
  );
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.constant(JSON.stringify(ofQueues)), fc.constant('{"requestPayload":{"Records":[]}}')),
      (Body) => {
        const notification = { ...ofFunctions, Message: Body, Subject: "order", MessageAttributes: attributes };
        const event = eventOfDeadLetter({ Body, MessageAttributes });
        expect(JSON.parse(JSON.stringify(event))).toEqual(eventWith(notification));
      },
    ),
  );
});

test.each(["{}", "no JSON"])("so does one that had no room for the rest of its notification: %p", (text) => {
  const letter = { MessageId: "m-1", Body: "{}", Attributes: { SentTimestamp: "0" }, MessageAttributes: rest(text) };
  const Sns = {
    Type: "Notification",
    MessageId: "m-1",
    TopicArn: "",
    Message: "{}",
    Timestamp: "1970-01-01T00:00:00.000Z",
  };
  expect(JSON.parse(JSON.stringify(eventOfDeadLetter(letter)))).toEqual(eventWith({ ...Sns, ...nothingMore }, ""));
});
