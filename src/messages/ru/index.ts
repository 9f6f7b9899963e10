import type { en } from '../en/index.ts'
import { account } from './account.ts'
import { accountSettings } from './account-settings.ts'
import { appeal } from './appeal.ts'
import { change } from './change.ts'
import { demo } from './demo.ts'
import { errors } from './errors.ts'
import { inbox } from './inbox.ts'
import { mails } from './mails.ts'
import { privacy } from './privacy.ts'
import { atRisk } from './reports/at-risk.ts'
import { cohorts } from './reports/cohorts.ts'
import { income } from './reports/income.ts'
import { metrics } from './reports/metrics.ts'
import { movements } from './reports/movements.ts'
import { overview } from './reports/overview.ts'
import { plots } from './reports/plots.ts'
import { reports } from './reports/reports.ts'
import { supporters } from './reports/supporters.ts'
import { site } from './site.ts'
import { staff } from './staff.ts'
import { support } from './support.ts'
import { supporterView } from './supporter-view.ts'

export const ru: Record<keyof typeof en, string> = {
  ...account,
  ...atRisk,
  ...change,
  ...demo,
  ...site,
  ...appeal,
  ...support,
  ...staff,
  ...reports,
  ...metrics,
  ...movements,
  ...cohorts,
  ...income,
  ...inbox,
  ...mails,
  ...supporterView,
  ...supporters,
  ...accountSettings,
  ...overview,
  ...plots,
  ...privacy,
  ...errors,
}
