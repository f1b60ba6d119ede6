// Makes pages live: each module adds one thing to pages that work without it.
import { tickMany } from "./bulk.ts";
import { focusByKey } from "./keys.ts";
import { keepFresh } from "./live.ts";
import { swapLinksAndForms } from "./swap.ts";
import { tellZone } from "./zone.ts";

tellZone();
swapLinksAndForms();
keepFresh();
focusByKey();
tickMany();
