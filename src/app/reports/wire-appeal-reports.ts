import type { Router } from 'express'
import { findCampaignNames } from '../../campaigns/campaign-names-store.ts'
import { appealReportRoutes } from '../../reports/appeal/appeal-routes.ts'
import {
  findFirstAppealDay,
  findFunnelSums,
  findPaymentSums,
} from '../../reports/appeal/appeal-sums-store.ts'
import type { ReportNeeds } from '../../reports/report-request-routes.ts'
import {
  findRemindedSums,
  findReminderSums,
  findShownSums,
  findSnoozeSums,
} from '../../reports/snoozes/snooze-sums-store.ts'
import { snoozeReportRoutes } from '../../reports/snoozes/snoozes-routes.ts'
import type { Resources } from '../open/resources.ts'

/** Wires the reports on the appeal and on snoozes, for every staff member. */
export const wireAppealReports = (
  { reportSource: { database } }: Resources,
  reports: ReportNeeds,
): readonly Router[] => {
  const needs = {
    ...reports,
    findFirstDay: () => findFirstAppealDay(database),
  }
  return [
    appealReportRoutes({
      ...needs,
      findFunnelSums: (days, choice) => findFunnelSums(database, days, choice),
      findPaymentSums: (days, choice) => findPaymentSums(database, days, choice),
      findCampaignNames: (numbers) => findCampaignNames(database, numbers),
    }),
    snoozeReportRoutes({
      ...needs,
      findSnoozeSums: (days) => findSnoozeSums(database, days),
      findShownSums: (days) => findShownSums(database, days),
      findReminderSums: (days) => findReminderSums(database, days),
      findRemindedSums: (months) => findRemindedSums(database, months),
    }),
  ]
}
