import { routeKeyChecks } from "../../../modules/parts/route-key-checks";
import { describeLists } from "../../support/verdicts";

describeLists({
  "route keys": {
    checks: routeKeyChecks,
    good: [
      [],
      ["GET /", "$default", "ANY /{proxy+}"],
      ["GET /orders/{id}", "PUT /orders/{order_id}", "GET /orders/{id}/lines/{line.id}"],
      ["GET /orders/{id}", "GET /orders/{rest+}", "GET /orders/new"],
      ["GET /.well-known/a@b!c,d;e=f~g"],
    ],
    bad: [
      ["/orders"],
      ["GET orders"],
      ["GET"],
      ["get /orders"],
      ["GET /orders/"],
      ["GET //"],
      ["GET //orders"],
      ["GET /orders//lines"],
      ["GET /orders/{}"],
      ["GET /orders/{id"],
      ["GET /orders/id}"],
      ["GET /orders/order-{id}"],
      ["GET /orders/{i d}"],
      ["GET /{proxy+}/orders"],
      ["GET /orders/{+}"],
      ["GET /orders?page={page}"],
      ["GET /orders#top"],
      ["GET /*"],
      ["GET /${id}"],
      ["GET /a%20b"],
      ["GET /é"],
      ["$connect"],
      ["GET /a/{id}/{id}"],
      ["GET /a/{id}/{id+}"],
      ["GET /a/{x}", "GET /a/{y}"],
      ["GET /a/{x+}", "GET /a/{y+}"],
    ],
  },
});
