// Describes an offer as a page tells of it, and chooses one of several.
import { readNumber } from "#domain/readings/numbers/read-number.ts";

export type Offer = {
  price: number | null;
  currency: string | null;
  /** A word of schema.org, such as InStock. */
  availability: string | null;
};

export const noOffer: Offer = { price: null, currency: null, availability: null };

/** A price as schema.org wants it, or as people write it. */
export function readPrice(text: string | null): number | null {
  if (text === null) return null;
  const price = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : readNumber(text, null);
  return price === null || !Number.isFinite(price) ? null : price;
}

const notToBeHad = /^(?:out_?of_?stock|sold_?out|discontinued|back_?order)$/i;

/** The cheapest offer that can be had, or the cheapest: their order says nothing. */
export function chooseOffer(offers: readonly Offer[]): Offer | null {
  const open = offers.filter((offer) => !notToBeHad.test(offer.availability ?? ""));
  const [cheapest] = [...(open.length > 0 ? open : offers)].sort(byPrice);
  return cheapest ?? null;
}

const byPrice = (a: Offer, b: Offer): number => sizeOf(a) - sizeOf(b) || 0;

const sizeOf = ({ price }: Offer): number => price ?? Number.MAX_VALUE;

/** An offer, with what it does not say from others. */
export const fillOffer = (offer: Offer | null, other: Offer | null): Offer => ({
  price: offer?.price ?? other?.price ?? null,
  currency: offer?.currency ?? other?.currency ?? null,
  availability: offer?.availability ?? other?.availability ?? null,
});
