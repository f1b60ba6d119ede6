// Makes pages live: each module adds one thing to pages that work without it.
import { tickMany } from "./bulk.ts";
import { tellSlots } from "./calendar.ts";
import { copyTexts } from "./copy.ts";
import { showFiresAsTyped } from "./editor.ts";
import { focusByKey } from "./keys.ts";
import { keepFresh } from "./live.ts";
import { runHere } from "./run-now.ts";
import { swapLinksAndForms } from "./swap.ts";
import { tellZone } from "./zone.ts";
import { offerZoom } from "./zoom-button.ts";

tellZone();
swapLinksAndForms();
keepFresh();
focusByKey();
tickMany();
showFiresAsTyped();
tellSlots();
copyTexts();
runHere();
offerZoom();
