// Reads offers of microdata (https://html.spec.whatwg.org/#microdata).
import type { Element } from "domhandler";
import { type Elements, find, isFound } from "#domain/readings/dom/elements.ts";
import { type Selector, selectorOf } from "#domain/readings/dom/select.ts";
import { outermostOf, textOfNodes } from "#domain/readings/dom/text-of-nodes.ts";
import { termOf } from "./json-ld.ts";
import { chooseOffer, type Offer, readPrice } from "./offer.ts";

const scopes = selectorOf('[itemprop~="offers"], [itemtype$="Offer"]');
const price = selectorOf('[itemprop~="price"]');
const lowPrice = selectorOf('[itemprop~="lowPrice"]');
const currency = selectorOf('[itemprop~="priceCurrency"]');
const availability = selectorOf('[itemprop~="availability"]');

/** Offers of a page that are compared. */
const mostScopes = 100;

export function offerOfMicrodata(elements: Elements): Offer | null {
  const found = find(elements, [scopes], mostScopes);
  if (!isFound(found)) return null;
  if (found.length === 0) return offerIn(elements);
  return chooseOffer(
    outermostOf(found).map((scope) => offerIn({ page: elements.page, nodes: [scope] })),
  );
}

function offerIn(scope: Elements): Offer {
  const told = valueIn(scope, availability);
  return {
    price: readPrice(valueIn(scope, price) ?? valueIn(scope, lowPrice)),
    currency: valueIn(scope, currency),
    availability: told === null ? null : termOf(told),
  };
}

function valueIn(scope: Elements, property: Selector): string | null {
  const found = find({ ...scope, isWithSelf: true }, [property], 1);
  const [element] = isFound(found) ? found : [];
  return element === undefined ? null : valueOfProperty(element) || null;
}

/** https://html.spec.whatwg.org/#values */
function valueOfProperty(element: Element): string {
  const { content, href, value } = element.attribs;
  return (content ?? href ?? value ?? textOfNodes([element])).trim();
}
