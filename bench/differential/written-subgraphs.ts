/** Supergraphs written by hand: what the drawn ones do not have. */
import type { Service } from './model.js';

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.8", import: ["@key", "@shareable", "@external", "@requires", "@provides", "@inaccessible", "@override", "@context", "@fromContext"])`;

/** An input by the concrete type of what stands there, and a key that is another entity. */
const inputsByType: readonly Service[] = [
  {
    name: 'owner',
    sdl: `${link}
type Query { files: [File!] file(a: Int = 1): File cover: Cover covers: [[Cover]] }
type File @key(fields: "id") { id: ID! cover: Cover covers: [Cover!] box: Box! sheet: Sheet seal: Seal @inaccessible }
union Cover = Sheet | Box
interface Bound { weight: Int }
interface Sealed implements Bound { weight: Int wax: String }
type Sheet implements Bound @shareable { weight: Int lines: [String!]! }
type Box implements Bound & Sealed @shareable { weight: Int wax: String size: Float! inner: Sheet }
type Seal @key(fields: "mark { letter no }") { mark: Mark! wax: String @shareable }
type Mark @shareable { letter: String! no: Int! }`,
  },
  {
    name: 'reader',
    sdl: `${link}
type Query { seals: [Seal] bound: Bound sealed: [Sealed!]! }
type File @key(fields: "id") {
  id: ID!
  cover: Cover @external
  covers: [Cover!] @external
  box: Box! @external
  seal: Seal @external
  summary(a: Int = 2): String @requires(fields: "cover { __typename ... on Sheet { lines } ... on Box { size inner { weight } } }")
  total: Int! @requires(fields: "box { weight size } covers { __typename ... on Sheet { weight } ... on Box { wax } }")
  closed: Boolean @requires(fields: "seal { wax }")
}
union Cover = Sheet | Box
interface Bound { weight: Int }
interface Sealed implements Bound { weight: Int wax: String }
type Sheet implements Bound @shareable { weight: Int lines: [String!]! }
type Box implements Bound & Sealed @shareable { weight: Int wax: String size: Float! inner: Sheet }
type Seal @key(fields: "mark { letter no }") { mark: Mark! wax: String @external strength: Int! }
type Mark @shareable { letter: String! no: Int! }`,
  },
];

/** Chains of inputs over three subgraphs, through lists of entities. */
const chains: readonly Service[] = [
  {
    name: 'first',
    sdl: `${link}
type Query { carts: [Cart!]! cart(a: Int): Cart }
type Mutation { addCart(a: Int): Cart! countFirst: Int! }
type Cart @key(fields: "id") { id: ID! items: [[Item!]] lead: Item gift(a: Int = 1): Item }
type Item @key(fields: "sku") { sku: ID! price(currency: String = "EUR"): Int weight: Float }`,
  },
  {
    name: 'second',
    sdl: `${link}
type Query { items: [Item] }
type Mutation { countSecond(by: Int = 1): Int }
type Item @key(fields: "sku") { sku: ID! weight: Float @external price(currency: String = "EUR"): Int @external
  postage: Int @requires(fields: "weight price(currency: \\"USD\\")") parts: [Item] heavy: Boolean @requires(fields: "weight") }`,
  },
  {
    name: 'third',
    sdl: `${link}
type Query { lastCart: Cart }
type Mutation { countThird: Int! }
type Cart @key(fields: "id") { id: ID! items: [[Item!]] @external lead: Item @external gift(a: Int = 1): Item @external
  sum: Int @requires(fields: "items { postage price } lead { heavy }") gifts: String! @requires(fields: "gift(a: 4) { sku postage }") }
type Item @key(fields: "sku") { sku: ID! postage: Int @external price(currency: String = "EUR"): Int @external heavy: Boolean @external
  label: String @requires(fields: "postage") }`,
  },
];

export const writtenSubgraphs: readonly (readonly Service[])[] = [inputsByType, chains];
