import { account } from './account.ts'
import { accountSettings } from './account-settings.ts'
import { appeal } from './appeal.ts'
import { atRisk } from './at-risk.ts'
import { change } from './change.ts'
import { cohorts } from './cohorts.ts'
import { errors } from './errors.ts'
import { inbox } from './inbox.ts'
import { income } from './income.ts'
import { mails } from './mails.ts'
import { metrics } from './metrics.ts'
import { movements } from './movements.ts'
import { overview } from './overview.ts'
import { plots } from './plots.ts'
import { privacy } from './privacy.ts'
import { reports } from './reports.ts'
import { site } from './site.ts'
import { staff } from './staff.ts'
import { support } from './support.ts'
import { supporterView } from './supporter-view.ts'
import { supporters } from './supporters.ts'

export const en = {
  ...account,
  ...atRisk,
  ...change,
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
