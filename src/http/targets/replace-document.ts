// Replaces a document of which there is one, such as the tree of routes. Tries again when
// another request was faster, unless the request says with If-Match what it changes.
import type { Deps } from "#deps";
import { isSame } from "#domain/json.ts";
import {
  type KeptDocument,
  readDocument,
  writeDocument,
} from "#store/notices/documents.ts";
import { checkPrecondition, etagOf, type Precondition, type Revisable } from "./etag.ts";
import { tryWhileOvertaken } from "./try-while-overtaken.ts";

/** A document by the name that it is stored under, and by what sentences call it. */
export type NamedDocument = { name: string; what: Revisable };

export const etagOfDocument = (
  { name }: NamedDocument,
  { revision }: { revision: number },
): string => etagOf({ id: name, revision });

/** Gives the document as it is afterwards. The same one again changes nothing. */
export const replaceDocument = <Value>(
  { db, clock }: Deps,
  { name, what }: NamedDocument,
  { value, expected }: { value: Value; expected: Precondition },
): Promise<KeptDocument<Value>> =>
  tryWhileOvertaken(async () => {
    const kept = await readDocument<Value>(db, name);
    const { revision } = kept;
    checkPrecondition(expected, { id: name, revision }, what);
    if (isSame(kept.value, value)) return kept;
    const isKept = await writeDocument(db, name, { value, revision }, clock.now());
    return isKept ? { value, revision: revision + 1 } : null;
  });
