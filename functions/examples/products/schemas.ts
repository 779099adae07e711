/** Every shape of the products API and its stock service. They validate at run time and describe the API in its OpenAPI document. */
import { en } from "zod/locales";
import * as z from "zod/mini";
import { time } from "../../shared/schemas";

// zod/mini has no texts of its own; a client deserves better than "Invalid input".
z.config(en());

/** A lone surrogate is no character: DynamoDB could not keep it. */
const wellFormed = (value: string) => !/\p{Surrogate}/u.test(value);

/** What cursorAt() makes, in base64url. */
const CURSOR_PATTERN = "^[A-Za-z0-9_-]+$";

const prose = (maxLength: number, description: string) =>
  z
    .string()
    .check(
      z.minLength(1),
      z.maxLength(maxLength),
      z.refine(wellFormed, "has a lone surrogate"),
      z.meta({ description, pattern: "^\\P{Surrogate}*$" }),
    );

export const productId = z.string().check(
  z.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
  z.meta({
    description: "The product's id, as `POST /products` returned it.",
    examples: ["019a8e5c-4b1d-7c0e-9f3a-2b6d8c1e5f70"],
  }),
);
const sku = z.string().check(
  z.regex(/^[A-Za-z0-9._-]{1,64}$/),
  z.meta({
    description: "Stock keeping unit: no two products have the same, and it stays.",
    examples: ["MUG-350-BLUE"],
  }),
);
const category = z
  .string()
  .check(z.regex(/^[a-z0-9-]{1,50}$/), z.meta({ description: "Category.", examples: ["mugs"] }));
const price = z
  .strictObject({
    amount: z.int().check(z.minimum(0), z.maximum(1e12), z.meta({ description: "In minor units, such as cents." })),
    currency: z.string().check(z.regex(/^[A-Z]{3}$/), z.meta({ description: "ISO 4217.", examples: ["EUR"] })),
  })
  .check(z.meta({ description: "Price of one." }));

const changeable = {
  name: prose(200, "What it is called."),
  description: z.optional(prose(2_000, "What it is like.")),
  category,
  price,
};

/** Body of `PUT /products/{id}`. */
export const productChange = z
  .strictObject(changeable)
  .check(
    z.meta({ id: "ProductChange", description: "All of a product that may change; what is left out is removed." }),
  );

/** Body of `POST /products`. */
export const newProduct = z
  .strictObject({ sku, ...changeable })
  .check(z.meta({ id: "NewProduct", description: "A product to be." }));

const productMembers = {
  id: productId,
  sku,
  ...changeable,
  version: z.int().check(z.minimum(1), z.meta({ description: "Grows by one with each change; also the ETag." })),
  createdAt: time("When the product was created."),
  updatedAt: time("When the product last changed."),
};

/** A product as it is kept. */
export const product = z.object(productMembers).check(z.meta({ id: "Product", description: "A product." }));

const stockLevel = z.int().check(z.minimum(0), z.maximum(1e9));

/** Answer of `GET /products/{id}`. */
export const productInStock = z
  .object({
    ...productMembers,
    stock: z
      .nullable(stockLevel)
      .check(z.meta({ description: "How many there are; null when the stock service does not say." })),
  })
  .check(z.meta({ id: "ProductInStock", description: "A product and its stock level." }));

/** Answer of `GET /products`. */
export const productPage = z
  .object({
    items: z.array(product),
    nextCursor: z.optional(
      z
        .string()
        .check(z.meta({ description: "Leads to the next page; absent on the last one.", pattern: CURSOR_PATTERN })),
    ),
  })
  .check(z.meta({ id: "ProductPage", description: "Products in the order in which they were created." }));

/** Path of one product. */
export const productPath = z.object({ id: productId });

const limit = z
  .pipe(
    z.pipe(z.string().check(z.regex(/^\d{1,3}$/)), z.transform(Number)),
    z.int().check(z.minimum(1), z.maximum(100)),
  )
  .check(z.meta({ description: "How many products a page has at most. Default: 20." }));

/** Query of `GET /products`. */
export const listQuery = z.strictObject({
  limit: z.optional(limit),
  cursor: z.optional(
    z
      .string()
      .check(
        z.maxLength(200),
        z.meta({ description: "`nextCursor` of the page before, with the same `category`.", pattern: CURSOR_PATTERN }),
      ),
  ),
  category: z.optional(category),
});

/** DynamoDB's own limit, of a batch as of a transaction. */
const MAX_AT_ONCE = 100;

const levels = z.record(productId, stockLevel).check(z.meta({ description: "Product id → how many there are." }));

/** What the stock service takes: a question, or levels to set. */
export const stockRequest = z
  .strictObject({
    productIds: z.optional(z.array(productId).check(z.minLength(1), z.maxLength(MAX_AT_ONCE))),
    set: z.optional(
      levels.check(
        z.refine((record) => {
          const count = Object.keys(record).length;
          return count >= 1 && count <= MAX_AT_ONCE;
        }, `set 1 to ${MAX_AT_ONCE} levels at once`),
      ),
    ),
  })
  .check(
    z.refine(({ productIds, set }) => (productIds === undefined) !== (set === undefined), "send productIds or set"),
  );

/** What the stock service returns. A product that it does not know has none. */
export const stockAnswer = z.object({ levels });

export type Product = z.infer<typeof product>;
export type NewProduct = z.infer<typeof newProduct>;
export type ProductChange = z.infer<typeof productChange>;
export type ProductInStock = z.infer<typeof productInStock>;
export type ProductPage = z.infer<typeof productPage>;
export type ProductPath = z.infer<typeof productPath>;
export type ListQuery = z.infer<typeof listQuery>;
export type StockRequest = z.infer<typeof stockRequest>;
export type StockAnswer = z.infer<typeof stockAnswer>;
