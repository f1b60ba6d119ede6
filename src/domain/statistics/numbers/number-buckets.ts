// Orders numbers of any sign into buckets: each doubling has 128, so that a bucket's
// middle is off by 1/256 of a number in it at most (0.39 %). No logarithm is rounded: a
// bucket is what the first bits of a double say.

/** What is larger counts as this, what is nearer to 0 than the other one as 0. */
export const largestNumber = 1e15;
const smallestNumber = 2 ** -30;

/** How many bits below a double's first 32 no bucket asks for: 7 of its fraction stay. */
const unaskedBits = 13;

/** What the first bits say of the smallest number. */
const firstBits = (1023 - 30) << 7;

const view = new DataView(new ArrayBuffer(8));

/** The bucket of a number, negative for negative ones; 0 has a bucket of its own. */
export function numberBucketOf(value: number): number {
  const size = Math.abs(value);
  if (size < smallestNumber) return 0;
  view.setFloat64(0, size);
  const bucket = (view.getUint32(0) >>> unaskedBits) - firstBits + 1;
  return value < 0 ? -bucket : bucket;
}

/** The number that stands for those of a bucket. */
export function middleOfNumbers(bucket: number): number {
  if (bucket === 0) return 0;
  const size = Math.abs(bucket);
  return (Math.sign(bucket) * (lowOf(size) + lowOf(size + 1))) / 2;
}

const lastBucket = numberBucketOf(largestNumber);

/** Throws a RangeError for a bucket that is none. */
export function refuseNumberBucket(bucket: number): void {
  if (Math.abs(bucket) > lastBucket)
    throw new RangeError(`numbers have no bucket ${bucket}`);
}

function lowOf(bucket: number): number {
  view.setUint32(0, (bucket - 1 + firstBits) << unaskedBits);
  view.setUint32(4, 0);
  return view.getFloat64(0);
}
