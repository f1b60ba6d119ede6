// Lists the routers of the pages.
import { changeActions } from "#http/changes/change-actions.ts";
import { changeScreens } from "#http/changes/change-screens.ts";
import { diffScreens } from "#http/changes/differences/diff-screens.ts";
import { editorScreens } from "#http/editor/editor-screens.ts";
import { pasteScreens } from "#http/editor/paste-screens.ts";
import { incidentActions } from "#http/incidents/incident-actions.ts";
import { incidentScreens } from "#http/incidents/incident-screens.ts";
import { maintenanceScreens } from "#http/incidents/maintenance-screens.ts";
import { jobConditionScreens } from "#http/jobs/job-conditions-screens.ts";
import { jobScreens } from "#http/jobs/jobs-screens.ts";
import { actionScreens } from "#http/notices/screens/action-screens.ts";
import { alertScreens } from "#http/notices/screens/alert-screens.ts";
import { channelScreens } from "#http/notices/screens/channel-screens.ts";
import { noticeScreens } from "#http/notices/screens/notice-screens.ts";
import { routeFormScreens } from "#http/notices/screens/route-form-screens.ts";
import { routeScreens } from "#http/notices/screens/route-screens.ts";
import { silenceScreens } from "#http/notices/screens/silence-screens.ts";
import { bulkActions } from "#http/overview/bulk-actions.ts";
import { bulkQuestions } from "#http/overview/bulk-questions.ts";
import { overviewScreens } from "#http/overview/overview-screens.ts";
import { loginScreens } from "#http/sessions/login-screens.ts";
import { outsideScreens } from "#http/settings/outside-screens.ts";
import { settingsScreens } from "#http/settings/settings-screens.ts";
import { pageScreens } from "#http/sites/page-screens.ts";
import { sitesScreens } from "#http/sites/sites-screens.ts";
import { statisticsScreens } from "#http/statistics/screens/statistics-screens.ts";
import { statusScreens } from "#http/status/status-screens.ts";
import { readingsScreens } from "#http/targets/screens/readings-screens.ts";
import { runScreens } from "#http/targets/screens/run-screens.ts";
import { targetActions } from "#http/targets/screens/target-actions.ts";
import { targetScreens } from "#http/targets/screens/target-screens.ts";

/**
 * Pages; no path of theirs is the API's. Of two that match the first one serves: as an id
 * or key, a target's page would take the words new and paste.
 */
export const screenRouters = [
  loginScreens,
  actionScreens,
  overviewScreens,
  bulkActions,
  bulkQuestions,
  editorScreens,
  pasteScreens,
  incidentScreens,
  incidentActions,
  maintenanceScreens,
  statusScreens,
  changeScreens,
  changeActions,
  diffScreens,
  targetActions,
  targetScreens,
  readingsScreens,
  runScreens,
  sitesScreens,
  pageScreens,
  channelScreens,
  noticeScreens,
  routeScreens,
  routeFormScreens,
  silenceScreens,
  alertScreens,
  jobScreens,
  jobConditionScreens,
  statisticsScreens,
  settingsScreens,
  outsideScreens,
];
