// Written by "npm run messages" from the JSON files beside it.

export type Language = 'ar' | 'en' | 'ru'

/** The arguments of each message; null if it has none. */
export type MessageArguments = {
  'language.name': null
  'language.locale': null
  'language.moneyLocale': null
  'language.direction': null
  'language.decimalSign': null
  'language.comma': null
  'dates.monthsOfYear': { months: string | number; year: string | number }
  'pay.title': null
  'pay.asks': null
  'pay.button': null
  'pay.settledTitle': null
  'pay.settled': null
  'pay.unknown': null
  'pay.account': null
  'disown.title': null
  'disown.asks': null
  'disown.button': null
  'disown.done': null
  'signIn.title': null
  'signIn.lead': null
  'signIn.address': null
  'signIn.addressHint': null
  'signIn.send': null
  'signIn.errorSummary': null
  'signIn.notAnAddress': null
  'signIn.already': null
  'signIn.sent.title': null
  'signIn.sent.text': null
  'signIn.sent.nothing': null
  'signIn.code': null
  'signIn.codeHint': null
  'signIn.codeButton': null
  'signIn.codeWrong': null
  'signIn.again': null
  'signIn.link.title': null
  'signIn.link.text': null
  'signIn.link.spent': null
  'signOut.button': null
  'signOut.everywhere': null
  'account.title': null
  'account.nothing': null
  'account.noneActive': null
  'account.amount.day': { amount: string | number; count: number }
  'account.amount.week': { amount: string | number; count: number }
  'account.amount.month': { amount: string | number; count: number }
  'account.amount.year': { amount: string | number; count: number }
  'account.amount.unknown': null
  'account.since': { from: string | number }
  'account.invoices': null
  'account.state.next': { at: string | number }
  'account.state.cancelScheduled': { at: string | number }
  'account.state.canceling': null
  'account.state.paused': null
  'account.state.pausedUntil': { at: string | number; next: string | number }
  'account.state.charging': null
  'account.state.pastDueRetry': { at: string | number }
  'account.state.pastDue': null
  'account.several': null
  'account.past': null
  'account.neverCharged': null
  'account.ended': { amount: string | number; from: string | number; to: string | number }
  'account.gift': { amount: string | number; at: string | number }
  'account.oneTimeRefunded': { amount: string | number }
  'account.pay': null
  'account.portal': null
  'account.cancel': null
  'account.change': null
  'account.pause': null
  'account.resume': null
  'account.isChanging': null
  'account.isRejected': null
  'account.done.changed': null
  'account.done.paused': null
  'account.done.resumed': null
  'account.done.appliesNow': { amount: string | number; at: string | number }
  'account.done.mail': null
  'account.done.ended': null
  'account.done.cancelled': null
  'cancel.title': null
  'cancel.text': { amount: string | number }
  'cancel.charging': null
  'cancel.button': null
  'cancel.back': null
  'cancel.reason': null
  'cancel.reason.money': null
  'cancel.reason.reading': null
  'cancel.reason.elsewhere': null
  'cancel.reason.safety': null
  'firstRun.title': null
  'firstRun.count': { done: number; all: number }
  'firstRun.next': { step: string | number }
  'firstRun.allDone': null
  'firstRun.done': null
  'firstRun.remind': null
  'firstRun.return': null
  'firstRun.give': null
  'firstRun.signIn': null
  'firstRun.outbox': null
  'firstRun.pause': null
  'firstRun.report': null
  'firstRun.break': null
  'firstRun.close': null
  'firstRun.close.title': null
  'firstRun.close.text': null
  'firstRun.close.back': null
  'outbox.title': null
  'outbox.lead': null
  'outbox.none': null
  'outbox.row': { sender: string | number; to: string | number; at: string | number }
  'outbox.source': null
  'mail.plainSubject': null
  'mail.signIn.subject': null
  'mail.signIn.lead': null
  'mail.signIn.leadByStaff': null
  'mail.signIn.untilByStaff': null
  'mail.signIn.link': null
  'mail.signIn.code': null
  'mail.signIn.until': null
  'atRisk.title': null
  'atRisk.pastDueCsv': null
  'atRisk.endedCsv': null
  'atRisk.sentence.none': null
  'atRisk.sentence.pastDue': { count: number; amounts: string | number }
  'atRisk.sentence.noFailures': null
  'atRisk.sentence.recovered': { recovered: string | number; failed: number }
  'atRisk.now': null
  'atRisk.nowEmpty': null
  'atRisk.ages': null
  'atRisk.age': null
  'atRisk.age.0-3': null
  'atRisk.age.4-7': null
  'atRisk.age.8-14': null
  'atRisk.age.15-30': null
  'atRisk.age.31': null
  'atRisk.reasons': null
  'atRisk.reason': null
  'atRisk.reason.funds': null
  'atRisk.reason.expired': null
  'atRisk.reason.details': null
  'atRisk.reason.action': null
  'atRisk.reason.limit': null
  'atRisk.reason.declined': null
  'atRisk.reason.technical': null
  'atRisk.reason.other': null
  'atRisk.contributions': null
  'atRisk.monthlyAtRisk': { currency: string | number }
  'atRisk.total': null
  'atRisk.failed': null
  'atRisk.failedEmpty': null
  'atRisk.failedAt': null
  'atRisk.outcomes': null
  'atRisk.outcome': null
  'atRisk.outcomes.how': null
  'atRisk.outcome.email': null
  'atRisk.outcome.staff': null
  'atRisk.outcome.supporter': null
  'atRisk.outcome.retry': { attempt: string | number }
  'atRisk.outcome.open': null
  'atRisk.outcome.lost': null
  'atRisk.failedReasons': null
  'atRisk.invoices': null
  'atRisk.recoveredShare': null
  'atRisk.ofAmount': { rate: string | number; currency: string | number }
  'atRisk.input.recovered': null
  'atRisk.input.failed': null
  'atRisk.input.due': null
  'atRisk.today': null
  'atRisk.list': null
  'atRisk.listHelp': null
  'atRisk.listLimit': { limit: string | number }
  'atRisk.row': { amount: string | number; since: string | number }
  'atRisk.row.attempts': { attempts: number }
  'atRisk.row.next': { at: string | number }
  'atRisk.row.last': null
  'atRisk.open': null
  'change.title': null
  'change.now': { amount: string | number }
  'change.show': null
  'change.preview': { at: string | number; after: string | number; before: string | number }
  'change.previewNext': { after: string | number; before: string | number }
  'change.nothingNow': null
  'change.failing': null
  'change.charging': null
  'change.same': null
  'change.button': null
  'change.currency': null
  'change.currencyLink': { currency: string | number }
  'change.error.frequency': null
  'pause.title': null
  'pause.text': { amount: string | number }
  'pause.legend': null
  'pause.months.1': { at: string | number }
  'pause.months.2': { at: string | number }
  'pause.months.3': { at: string | number }
  'pause.button': null
  'demo.title': null
  'demo.offer': null
  'demo.button.fill': null
  'demo.button.remove': null
  'demo.filling': { written: string | number; supporters: number }
  'demo.filling.link': null
  'demo.reload': null
  'demo.filled': { supporters: number }
  'demo.filled.real': null
  'demo.failed': null
  'demo.refused.real-stripe': null
  'demo.refused.real-supporters': null
  'demo.back': null
  'demo.noPage': null
  'site.skip': null
  'site.sections': null
  'site.privacy': null
  'site.languages': null
  'site.support': null
  'site.manage': null
  'site.home': null
  'site.feed': null
  'site.footer': null
  'site.empty': null
  'site.pages': null
  'site.newer': null
  'site.older': null
  'site.pageOf': { page: string | number; pages: string | number }
  'site.titleOfPage': { title: string | number; page: string | number; pages: string | number }
  'site.more': null
  'site.by': { authors: string | number }
  'site.sectionTitle': { section: string | number; newsroom: string | number }
  'site.minutes': { minutes: number }
  'site.tags': null
  'site.kind.tags': null
  'site.kind.authors': null
  'site.feedOf': null
  'site.notes': null
  'site.backToNote': { note: string | number }
  'appeal.reminder': { day: string | number }
  'appeal.amountLegend': null
  'appeal.otherAmount': null
  'appeal.support': null
  'appeal.later': null
  'appeal.laterChoice': null
  'appeal.alreadyGive': null
  'appeal.readLetter': null
  'appeal.close': null
  'appeal.thisBrowser': null
  'snooze.set': { day: string | number }
  'snooze.promise': null
  'snooze.neverSet': { day: string | number }
  'snooze.until': { day: string | number }
  'snooze.undo': null
  'snooze.longer': { day: string | number }
  'snooze.never': null
  'snooze.heading': null
  'gave.status': { day: string | number }
  'gave.undo': null
  'status.supports': null
  'status.gave': null
  'alreadyGive.title': null
  'alreadyGive.text': null
  'alreadyGive.proof': null
  'alreadyGive.button': null
  'alreadyGive.back': null
  'support.title': { newsroom: string | number }
  'support.already.refund': null
  'support.already.ask': null
  'support.already.currency': null
  'support.alreadyAnother': null
  'support.alreadyChange': null
  'support.lead': { minimum: string | number }
  'support.frequency': null
  'support.once': null
  'support.monthly': null
  'support.yearly': null
  'support.currency': null
  'support.presets': null
  'support.amount': { currency: string | number }
  'support.amountHint': { minimum: string | number }
  'support.submit.once': null
  'support.submit.monthly': null
  'support.submit.yearly': null
  'support.submitAmount.once': { amount: string | number }
  'support.submitAmount.monthly': { amount: string | number }
  'support.submitAmount.yearly': { amount: string | number }
  'support.charges.once': { amount: string | number }
  'support.charges.once.open': null
  'support.charges.monthly': { amount: string | number; day: number }
  'support.charges.monthly.open': { day: number }
  'support.charges.month.clamped': null
  'support.charges.yearly': { amount: string | number; day: string | number }
  'support.charges.yearly.open': { day: string | number }
  'support.charges.year.clamped': null
  'support.statement': null
  'support.safety': null
  'support.next': null
  'support.remembers': null
  'support.errorSummary': null
  'support.errorSummary.other': null
  'support.error.not-a-number': { example: string | number }
  'support.error.too-precise': { currency: string | number; example: string | number }
  'support.error.too-small': { minimum: string | number }
  'support.error.too-large': { maximum: string | number }
  'support.error.form': null
  'support.error.frequency': null
  'support.error.currency': null
  'thanks.confirmed.title': null
  'thanks.confirmed.once': { amount: string | number }
  'thanks.confirmed.monthly': { amount: string | number }
  'thanks.confirmed.yearly': { amount: string | number }
  'thanks.confirmed.suppressed.once': null
  'thanks.confirmed.suppressed': null
  'thanks.words': null
  'thanks.nextCharge': { at: string | number }
  'thanks.receipt': null
  'thanks.processing.title': null
  'thanks.processing.text': { amount: string | number }
  'thanks.unpaid.title': null
  'thanks.unpaid.text': { amount: string | number }
  'thanks.unpaid.continue': null
  'thanks.unpaid.again': null
  'thanks.declined.title': null
  'thanks.declined.text': { amount: string | number }
  'thanks.toAccount': null
  'thanks.toGifts': null
  'thanks.unknown.title': null
  'thanks.unknown.text': { amount: string | number }
  'thanks.duplicate.title': null
  'thanks.duplicate.refunded': { amount: string | number }
  'thanks.duplicate.asked': { amount: string | number }
  'thanks.back': null
  'staff.title': null
  'staff.signIn': null
  'staff.name': null
  'staff.password': null
  'staff.signInButton': null
  'staff.signInFailed': null
  'staff.signInWait': { seconds: number }
  'staff.signInErrorSummary': null
  'staff.signOut': null
  'staff.signedInAs': { name: string | number }
  'staff.link.title': null
  'staff.link.text': null
  'staff.link.spent': null
  'staff.reports': null
  'reports.supporters': null
  'reports.from': null
  'reports.to': null
  'reports.currency': null
  'reports.allCurrencies': null
  'reports.show': null
  'reports.csv': null
  'reports.exact': null
  'query.period': null
  'query.preset.this-month': null
  'query.preset.last-month': null
  'query.preset.90-days': null
  'query.preset.12-months': null
  'query.preset.all': null
  'query.own': null
  'query.compare': null
  'query.compare.before': null
  'query.compare.year': null
  'query.compare.none': null
  'query.formerCurrency': { currency: string | number }
  'total.allIn': { currency: string | number }
  'total.rate': {
    currency: string | number
    rate: string | number
    into: string | number
    day: string | number
  }
  'total.noRate': { currencies: string | number }
  'query.compared': { period: string | number; before: string | number }
  'query.noComparison.not-wanted': { period: string | number }
  'query.noComparison.whole-record': { period: string | number }
  'query.noComparison.before-record': { period: string | number }
  'query.noComparison.month-not-over': { period: string | number }
  'query.since': { day: string | number }
  'query.problem.unknown-period': null
  'query.problem.no-such-day': null
  'query.problem.future': null
  'query.problem.backwards': null
  'query.problem.too-long': null
  'query.problem.unknown-comparison': null
  'query.problem.unknown-currency': null
  'query.problem.unknown-cadence': null
  'query.problem.unknown-basis': null
  'query.problem.unknown-group': null
  'figure.tooFew': null
  'figure.none': null
  'figure.cannot.several-currencies': null
  'figure.cannot.before-record': null
  'figure.cannot.no-exchange-rate': null
  'figure.under': { rate: string | number }
  'figure.points': { by: string | number }
  'figure.changed': { by: string | number; before: string | number }
  'figure.same': null
  'figure.tooFewToCompare': null
  'figure.nothingToCompare': null
  'figure.cannotCompare': null
  'how.title': null
  'how.inputs': null
  'how.period': { period: string | number; zone: string | number }
  'how.heard': { at: string | number }
  'how.neverHeard': null
  'how.reconciled': { at: string | number }
  'how.neverReconciled': null
  'how.copy': { at: string | number }
  'record.behind': { hours: number }
  'record.copyBehind': { minutes: number }
  'record.demo': null
  'record.demo.remove': null
  'export.table': null
  'export.separator': null
  'export.separator.comma': null
  'export.separator.semicolon': null
  'export.separator.tab': null
  'export.decimal': null
  'export.decimal.point': null
  'export.decimal.comma': null
  'export.header': null
  'export.header.on': null
  'export.header.off': null
  'export.bom': null
  'export.bom.on': null
  'export.bom.off': null
  'export.download': null
  'export.hint': null
  'export.allCurrencies': null
  'export.emptyCells': null
  'metric.active-supporters': null
  'definition.active-supporters': null
  'metric.mrr': null
  'definition.mrr': null
  'metric.mrr-total': null
  'definition.mrr-total': null
  'metric.new-supporters': null
  'definition.new-supporters': null
  'metric.lost-supporters': null
  'definition.lost-supporters': null
  'metric.reactivated-supporters': null
  'definition.reactivated-supporters': null
  'metric.supporters-at-start': null
  'definition.supporters-at-start': null
  'metric.paused-supporters': null
  'definition.paused-supporters': null
  'metric.resumed-supporters': null
  'definition.resumed-supporters': null
  'metric.transferred-in': null
  'definition.transferred-in': null
  'metric.transferred-out': null
  'definition.transferred-out': null
  'metric.failing-renewals': null
  'definition.failing-renewals': null
  'metric.scheduled-cancellations': null
  'definition.scheduled-cancellations': null
  'metric.settled-net': null
  'definition.settled-net': null
  'metric.arpu': null
  'definition.arpu': null
  'metric.churn-rate': null
  'definition.churn-rate': null
  'metric.past-due': null
  'definition.past-due': null
  'metric.recovery-rate': null
  'definition.recovery-rate': null
  'metric.gross': null
  'definition.gross': null
  'metric.refunds': null
  'definition.refunds': null
  'metric.disputes': null
  'definition.disputes': null
  'metric.fees': null
  'definition.fees': null
  'metric.net': null
  'definition.net': null
  'metric.payments': null
  'definition.payments': null
  'metric.kept': null
  'definition.kept': null
  'metric.needs-attention': null
  'definition.needs-attention': null
  'metric.new-mrr': null
  'definition.new-mrr': null
  'metric.expansion-mrr': null
  'definition.expansion-mrr': null
  'metric.contraction-mrr': null
  'definition.contraction-mrr': null
  'metric.reactivation-mrr': null
  'definition.reactivation-mrr': null
  'metric.paused-mrr': null
  'definition.paused-mrr': null
  'metric.resumed-mrr': null
  'definition.resumed-mrr': null
  'metric.churn-mrr': null
  'definition.churn-mrr': null
  'metric.mrr-at-start': null
  'definition.mrr-at-start': null
  'metric.transferred-in-mrr': null
  'definition.transferred-in-mrr': null
  'metric.transferred-out-mrr': null
  'definition.transferred-out-mrr': null
  'metric.gross-mrr-churn': null
  'definition.gross-mrr-churn': null
  'metric.net-mrr-churn': null
  'definition.net-mrr-churn': null
  'metric.retention': null
  'definition.retention': null
  'metric.retention-mrr': null
  'definition.retention-mrr': null
  'metric.first-failure-rate': null
  'definition.first-failure-rate': null
  'metric.involuntary-churn-share': null
  'definition.involuntary-churn-share': null
  'metric.refund-rate': null
  'definition.refund-rate': null
  'metric.dispute-rate': null
  'definition.dispute-rate': null
  'metric.appeals-eligible': null
  'metric.appeals-shown': null
  'metric.appeals-seen': null
  'metric.appeals-seen-share': null
  'metric.appeal-gives': null
  'metric.snoozes': null
  'metric.snooze-rate': null
  'metric.appeals-dismissed': null
  'metric.appeal-checkouts': null
  'metric.appeal-payments': null
  'metric.paid-per-thousand': null
  'metric.appeal-money': null
  'metric.money-per-thousand': null
  'metric.money-per-thousand-total': null
  'metric.annual-per-thousand': null
  'metric.reminders-due': null
  'metric.reminded-payments': null
  'metric.snooze-to-support': null
  'definition.appeals-eligible': null
  'definition.appeals-shown': null
  'definition.appeals-seen': null
  'definition.appeals-seen-share': null
  'definition.appeal-gives': null
  'definition.snoozes': null
  'definition.snooze-rate': null
  'definition.appeals-dismissed': null
  'definition.appeal-checkouts': null
  'definition.appeal-payments': null
  'definition.paid-per-thousand': null
  'definition.appeal-money': null
  'definition.money-per-thousand': null
  'definition.money-per-thousand-total': null
  'definition.annual-per-thousand': null
  'definition.reminders-due': null
  'definition.reminded-payments': null
  'definition.snooze-to-support': null
  'movements.title': null
  'movements.sentence.grew': { currency: string | number; change: string | number; end: string | number }
  'movements.sentence.shrank': { currency: string | number; change: string | number; end: string | number }
  'movements.sentence.same': { currency: string | number; end: string | number }
  'movements.sentence.none': { currency: string | number }
  'movements.sentence.gain': { part: string | number; amount: string | number }
  'movements.sentence.loss': { part: string | number; amount: string | number }
  'movements.empty': { currency: string | number }
  'movements.unit': { currency: string | number }
  'movements.plot.period': null
  'movements.plot.months': null
  'movements.start': null
  'movements.end': null
  'movements.part.new': null
  'movements.part.expansion': null
  'movements.part.reactivation': null
  'movements.part.resume': null
  'movements.part.transfer-in': null
  'movements.part.contraction': null
  'movements.part.pause': null
  'movements.part.churn-chosen': null
  'movements.part.churn-card-failure': null
  'movements.part.churn-dispute': null
  'movements.part.churn-staff': null
  'movements.part.churn-stopped': null
  'movements.part.transfer-out': null
  'movements.cause.churn-chosen': null
  'movements.cause.churn-card-failure': null
  'movements.cause.churn-dispute': null
  'movements.cause.churn-staff': null
  'movements.cause.churn-stopped': null
  'movements.otherGains': null
  'movements.churn': null
  'movements.otherLosses': null
  'movements.sum': null
  'movements.rate.note': null
  'movements.sum.note': null
  'movements.check.right': { amount: string | number }
  'movements.check.wrong': { amount: string | number }
  'movements.definitions': null
  'movements.barsTable': null
  'movements.table': null
  'movements.month': null
  'movements.gross': null
  'movements.net': null
  'movements.table.note': null
  'movements.csv.month': null
  'movements.csv.day': null
  'movements.exact': { currency: string | number }
  'cohorts.title': null
  'cohorts.sentence': {
    left: string | number
    people: string | number
    rate: string | number
    months: number
  }
  'cohorts.sentence.few': null
  'cohorts.sentence.none': null
  'cohorts.sentence.notOver': null
  'cohorts.cadence': null
  'cohorts.cadence.all': null
  'cohorts.cadence.monthly': null
  'cohorts.cadence.yearly': null
  'cohorts.after': { rate: string | number; months: number }
  'cohorts.peopleBegan': null
  'cohorts.peopleLeft': null
  'cohorts.moneyBegan': null
  'cohorts.moneyLeft': null
  'cohorts.ages': null
  'cohorts.ages.months': { months: number }
  'cohorts.ages.time': null
  'cohorts.ages.people': null
  'cohorts.ages.left': null
  'cohorts.ages.share': null
  'cohorts.ages.money': { currency: string | number }
  'cohorts.people': null
  'cohorts.people.unit': null
  'cohorts.money': { currency: string | number }
  'cohorts.money.unit': null
  'cohorts.people.table': null
  'cohorts.money.table': null
  'cohorts.first': null
  'cohorts.began': null
  'cohorts.note': { month: string | number }
  'cohorts.note.people': null
  'cohorts.note.money': null
  'cohorts.noMoney': { currency: string | number }
  'cohorts.csv.people': null
  'cohorts.csv.money': null
  'income.title': null
  'income.sentence': { gross: string | number; net: string | number }
  'income.sentence.less': { gross: string | number; net: string | number }
  'income.sentence.none': null
  'income.basis': null
  'income.basis.occurred': null
  'income.basis.available': null
  'income.basisHint': null
  'income.byDay.occurred': { title: string | number }
  'income.byDay.available': { title: string | number }
  'income.empty': null
  'income.emptyPeriod': null
  'income.kept': { currency: string | number }
  'income.byCadence': { currency: string | number }
  'income.byMonth': { currency: string | number }
  'income.cadence.monthly': null
  'income.cadence.yearly': null
  'income.cadence.once': null
  'income.cadence.other': null
  'income.month': null
  'income.total': null
  'income.settled': { currency: string | number }
  'income.fees': null
  'income.feesIn': { currency: string | number }
  'income.net': null
  'income.netIn': { currency: string | number }
  'income.bank': { currency: string | number }
  'income.bankByMonth': { currency: string | number }
  'income.by': null
  'income.by.day': null
  'income.by.month': null
  'income.rates': null
  'income.rates.table': null
  'income.ratesHint': null
  'income.rates.month': null
  'income.rates.charges': null
  'income.rates.refunds': null
  'income.rates.disputes': null
  'income.ledger': null
  'income.ledgerHint': null
  'income.ledgerCsv': null
  'income.csv': null
  'income.ratesCsv': null
  'income.exports': null
  'appealReport.title': null
  'appealReport.sentence': { shown: number; paid: number; rate: string | number }
  'appealReport.sentence.atLeast': { shown: number; paid: number; rate: string | number }
  'appealReport.sentence.few': { shown: number }
  'appealReport.sentence.none': null
  'appealReport.exact': null
  'appealReport.rounded': null
  'appealReport.roundedHelp': null
  'appealReport.by': null
  'appealReport.by.campaign': null
  'appealReport.by.form': null
  'appealReport.by.section': null
  'appealReport.letter': null
  'appealReport.campaign': { number: string | number }
  'appealReport.form.end': null
  'appealReport.form.line': null
  'appealReport.form.bar': null
  'appealReport.thousand': null
  'appealReport.perThousand': null
  'appealReport.times': null
  'appealReport.payments': null
  'appealReport.allIn': { currency: string | number }
  'appealReport.steps': null
  'appealReport.stepsTable': null
  'appealReport.step': null
  'appealReport.count': null
  'appealReport.ofShown': null
  'appealReport.seenNote': { share: string | number }
  'appealReport.groups.campaign': null
  'appealReport.groups.form': null
  'appealReport.groups.section': null
  'appealReport.groupsTable.campaign': null
  'appealReport.groupsTable.form': null
  'appealReport.groupsTable.section': null
  'appealReport.months': null
  'appealReport.csv.group': null
  'appealReport.empty': null
  'appealReport.emptyPeriod': null
  'snoozeReport.title': null
  'snoozeReport.sentence': { snoozes: number }
  'snoozeReport.sentence.atLeast': { snoozes: number }
  'snoozeReport.sentence.few': null
  'snoozeReport.sentence.none': null
  'snoozeReport.sentence.share': { share: string | number }
  'snoozeReport.exact': null
  'snoozeReport.rounded': null
  'snoozeReport.unit': null
  'snoozeReport.reminders': null
  'snoozeReport.months': null
  'snoozeReport.lengths': null
  'snoozeReport.lengthsTable': null
  'snoozeReport.length': null
  'snoozeReport.share': null
  'snoozeReport.length.days': { count: number }
  'snoozeReport.length.months': { count: number }
  'snoozeReport.length.never': null
  'snoozeReport.length.given': null
  'snoozeReport.weeks': null
  'snoozeReport.weeksHint': null
  'snoozeReport.weeksTable': null
  'snoozeReport.week': null
  'snoozeReport.due': null
  'snoozeReport.cohorts': null
  'snoozeReport.cohortsHint': null
  'snoozeReport.cohortsTable': null
  'snoozeReport.cohort': null
  'snoozeReport.ofDue': null
  'snoozeReport.notOver': null
  'snoozeReport.csv.month': null
  'snoozeReport.csv.length': null
  'snoozeReport.csv.week': null
  'snoozeReport.csv.reminded': null
  'snoozeReport.empty': null
  'snoozeReport.emptyPeriod': null
  'inbox.title': null
  'inbox.sentence.clear': null
  'inbox.sentence.busy': { cases: number; failing: number }
  'inbox.overview': { received: number; last: string | number; waiting: number }
  'inbox.never': null
  'inbox.help': null
  'inbox.parked': null
  'inbox.parkedHelp': null
  'inbox.parkedRow': { events: number; types: string | number; at: string | number }
  'inbox.replay': null
  'inbox.replayAll': null
  'inbox.failing': null
  'inbox.failingHelp': null
  'inbox.failingRow': { attempts: number; failure: string | number; waiting: number }
  'inbox.failure.stripe-failed': null
  'inbox.failure.stripe-unreachable': null
  'inbox.failure.stripe-throttled': null
  'inbox.failure.payment-not-known': null
  'inbox.failure.payment-pending': null
  'inbox.failure.dispute-open': null
  'inbox.failure.other': null
  'inbox.failure.unknown-currency': null
  'inbox.failure.unknown-interval': null
  'inbox.failure.no-customer': null
  'inbox.failure.unreadable': null
  'inbox.failure.cut-off': null
  'inbox.failure.rejected-by-stripe': null
  'inbox.failure.constraint-violated': null
  'inbox.failure.internal-error': null
  'inbox.again': { at: string | number }
  'inbox.retry': null
  'inbox.rejected': null
  'inbox.rejectedHelp': null
  'inbox.rejectedRow': { at: string | number; cause: string | number; because: string | number }
  'inbox.disowned': null
  'inbox.disownedHelp': null
  'inbox.disownedRow': { at: string | number }
  'inbox.disowned.settle': null
  'inbox.disowned.keep': null
  'inbox.disputes': null
  'inbox.disputesHelp': null
  'inbox.disputesRow': { amount: string | number; at: string | number }
  'inbox.bounced': null
  'inbox.bouncedHelp': null
  'inbox.bouncedRow': { at: string | number }
  'inbox.action.disowned-keep': null
  'inbox.action.disowned-settle': null
  'inbox.action.demo-fill': null
  'inbox.action.demo-remove': null
  'inbox.action.inbox-replay': null
  'inbox.action.inbox-replay-all': null
  'inbox.action.inbox-retry': null
  'inbox.action.cancellation-retry': null
  'inbox.action.duplicate-refund': null
  'inbox.action.duplicate-cancel': null
  'inbox.action.duplicate-keep': null
  'inbox.audit': null
  'inbox.failedSignIns': null
  'inbox.failedSignInsHelp': null
  'inbox.failedSignInsRow': { count: number }
  'inbox.unknownName': null
  'inbox.folded': { title: string | number; count: string | number }
  'inbox.done.replayed': null
  'inbox.done.retried': null
  'inbox.done.canceled': null
  'inbox.done.refunded': null
  'inbox.done.kept': null
  'inbox.done.settled': null
  'inbox.done.nothing': null
  'duplicates.title': null
  'duplicates.help': null
  'duplicates.decided': null
  'duplicates.row': { kept: string | number; at: string | number }
  'duplicates.otherBrowser': null
  'duplicates.refunded': null
  'duplicates.canceled': null
  'duplicates.kept': null
  'duplicates.failed': { because: string | number }
  'duplicates.again': { because: string | number }
  'duplicates.refund': null
  'duplicates.cancel': null
  'duplicates.keep': null
  'mail.greeting': null
  'mail.help': null
  'mail.helpAt': { contact: string | number }
  'mail.signature': { newsroom: string | number }
  'mail.signaturePlain': null
  'mail.about': { amount: string | number }
  'mail.aboutTo': { newsroom: string | number; amount: string | number }
  'mail.aboutFormer': { amount: string | number }
  'mail.aboutFormerTo': { newsroom: string | number; amount: string | number }
  'mail.manage': null
  'mail.manage.cancel': null
  'mail.manage.ended': null
  'mail.toAccount': null
  'mail.toAmount': null
  'mail.toGifts': null
  'mail.disown.link': null
  'mail.thanks.subject': null
  'mail.thanks.monthly': { amount: string | number }
  'mail.thanks.yearly': { amount: string | number }
  'mail.thanks.once': { amount: string | number }
  'mail.thanks.next': { at: string | number }
  'mail.thanks.after': null
  'mail.thanks.onceAfter': null
  'mail.thanks.oncePrint': null
  'mail.failed.subject': null
  'mail.failed.text': null
  'mail.failed.lastSubject': null
  'mail.failed.again': null
  'mail.failed.funds': null
  'mail.failed.expired': null
  'mail.failed.details': null
  'mail.failed.action': null
  'mail.failed.limit': null
  'mail.failed.declined': null
  'mail.failed.technical': null
  'mail.failed.unknown': null
  'mail.failed.retry': { at: string | number }
  'mail.failed.lastRetry': { at: string | number }
  'mail.failed.noRetry': null
  'mail.failed.pay': null
  'mail.failed.payLink': null
  'mail.failed.confirm': null
  'mail.failed.confirmLink': null
  'mail.failed.noHurry': null
  'mail.failed.ends': null
  'mail.renewal.subject': null
  'mail.renewal.text': { amount: string | number; at: string | number }
  'mail.renewal.change': null
  'mail.changed.subject': null
  'mail.changed.month': { at: string | number; amount: string | number }
  'mail.changed.year': { at: string | number; amount: string | number }
  'mail.changed.monthNext': { amount: string | number }
  'mail.changed.yearNext': { amount: string | number }
  'mail.changed.notYou': null
  'mail.paused.subject': null
  'mail.paused.text': { at: string | number }
  'mail.resumed.subject': null
  'mail.resumed.text': { at: string | number }
  'mail.refunded.subject': null
  'mail.refunded.text': { amount: string | number }
  'mail.refunded.goesOn': null
  'mail.refunded.change': null
  'mail.ended.subject': null
  'mail.ended.chosen': { at: string | number }
  'mail.ended.uncollected': { at: string | number }
  'mail.ended.nothingMore': null
  'manage.title': null
  'manage.pause': null
  'manage.pauseText': null
  'manage.pauseButton': null
  'manage.cancel': null
  'manage.cancelText': null
  'manage.cancelButton': null
  'manage.outdated': null
  'manage.rejected': null
  'manage.canceledTitle': null
  'manage.canceling': { at: string | number }
  'manage.ended': { at: string | number }
  'manage.endsTitle': null
  'manage.ends': { at: string | number }
  'manage.pausedTitle': null
  'manage.pausedUntil': { next: string | number }
  'manage.pausedNow': { next: string | number }
  'manage.paused': null
  'manage.more': null
  'manage.signIn': null
  'manage.unknownTitle': null
  'manage.unknown': null
  'manage.unknownSignIn': null
  'supporterView.title': null
  'supporterView.one': null
  'supporterView.help': null
  'supporterView.find': null
  'supporterView.unknown': null
  'supporterView.total': null
  'supporterView.totalHelp': null
  'supporterView.since': null
  'supporterView.nextCharge': null
  'supporterView.noTotal': null
  'supporterView.noCharge': null
  'supporterView.link': null
  'supporterView.contributions': null
  'supporterView.noContributions': null
  'supporterView.payments': null
  'supporterView.noPayments': null
  'supporterView.date': null
  'supporterView.amount': null
  'supporterView.status': null
  'supporterView.actions': null
  'supporterView.id': null
  'supporterView.history': null
  'supporterView.cancel': null
  'supporterView.refund': { amount: string | number }
  'supporterView.refund.sure': null
  'supporterView.cancel.sure': null
  'supporterView.audit': null
  'supporterView.audit.supporter-find': null
  'supporterView.audit.supporter-view': null
  'supporterView.audit.contribution-cancel': null
  'supporterView.audit.sign-in-link': null
  'supporterView.audit.payment-refund': null
  'supporterView.audit.payment-refund-done': null
  'supporterView.audit.payment-refund-already-done': null
  'supporterView.audit.payment-refund-rejected': null
  'supporterView.audit.payment-refund-unanswered': null
  'campaigns.new': null
  'campaigns.nameless': { number: string | number }
  'campaigns.none': null
  'campaigns.zone': { zone: string | number }
  'campaigns.summary': {
    schedule: string | number
    form: string | number
    languages: string | number
    priority: string | number
  }
  'campaigns.schedule.none': null
  'campaigns.schedule.from': { from: string | number }
  'campaigns.schedule.to': { to: string | number }
  'campaigns.schedule.both': { from: string | number; to: string | number }
  'campaigns.state.draft': null
  'campaigns.state.scheduled': null
  'campaigns.state.live': null
  'campaigns.state.ended': null
  'campaigns.state.archived': null
  'campaigns.stopped': null
  'campaigns.group.live': null
  'campaigns.group.scheduled': null
  'campaigns.group.draft': null
  'campaigns.group.ended': null
  'campaigns.group.archived': null
  'campaigns.all.running': null
  'campaigns.all.stopped': null
  'campaigns.all.stop': null
  'campaigns.all.resume': null
  'campaigns.all.stopConfirm': null
  'campaigns.all.resumeConfirm': null
  'campaigns.lengths.title': null
  'campaigns.lengths.label': null
  'campaigns.lengths.hint': { limit: string | number }
  'campaigns.lengths.save': null
  'campaigns.lengths.none': null
  'campaigns.lengths.too-many': { limit: string | number }
  'campaigns.lengths.not-length': { found: string | number }
  'campaigns.audit': null
  'campaigns.audit.appeal-stop': null
  'campaigns.audit.appeal-resume': null
  'campaigns.audit.snooze-lengths': null
  'campaigns.audit.campaign-create': null
  'campaigns.audit.campaign-save': null
  'campaigns.audit.campaign-publish': null
  'campaigns.audit.campaign-end': null
  'campaigns.audit.campaign-archive': null
  'campaigns.audit.campaign-stop': null
  'campaigns.audit.campaign-resume': null
  'campaigns.done.all-stopped': null
  'campaigns.done.all-resumed': null
  'campaigns.done.lengths-saved': null
  'campaigns.done.created': null
  'campaigns.done.saved': null
  'campaigns.done.unchanged': null
  'campaigns.done.published': null
  'campaigns.done.ended': null
  'campaigns.done.archived': null
  'campaigns.done.stopped': null
  'campaigns.done.resumed': null
  'campaigns.done.impossible': null
  'campaigns.standing': null
  'campaigns.link.preview': null
  'campaigns.link.history': null
  'campaigns.link.copy': null
  'campaigns.link.explain': null
  'campaigns.action.publish': null
  'campaigns.action.end': null
  'campaigns.action.archive': null
  'campaigns.action.stop': null
  'campaigns.action.resume': null
  'campaigns.confirm.yes': { action: string | number }
  'campaigns.confirm.publish': null
  'campaigns.confirm.publish.stopped': null
  'campaigns.confirm.end': null
  'campaigns.confirm.archive': null
  'campaigns.confirm.stop': null
  'campaigns.confirm.resume': null
  'campaigns.confirm.resume.unseen': null
  'campaigns.form': null
  'campaigns.save': null
  'campaigns.save.new': null
  'campaigns.save.live': null
  'campaigns.save.over': { name: string | number }
  'campaigns.previewTyped': null
  'campaigns.previewTypedHint': null
  'campaigns.session.title': null
  'campaigns.session.text': null
  'campaigns.session.signIn': null
  'campaigns.session.again': null
  'campaigns.session.save': null
  'campaigns.archivedForm': null
  'campaigns.copyName': { name: string | number }
  'campaigns.unreadable': null
  'campaigns.origin.version': { number: string | number }
  'campaigns.origin.copy': { number: string | number }
  'campaigns.warning.country-unknown': null
  'campaigns.warning.caps-unknown': null
  'campaigns.warning.not-in-language': { language: string | number }
  'campaigns.warning.unknown-tag': { found: string | number }
  'campaigns.warning.unknown-author': { found: string | number }
  'campaigns.warning.no-such-paragraph': { paragraph: number }
  'campaigns.warning.goal-later': null
  'campaigns.refused.save': { count: number }
  'campaigns.refused.publish': { count: number }
  'campaigns.conflict.title': { name: string | number; at: string | number }
  'campaigns.conflict.text': null
  'campaigns.conflict.theirs': { name: string | number }
  'campaigns.conflict.yours': null
  'campaigns.difference.none': null
  'campaigns.difference.empty': null
  'campaigns.difference.spaces': null
  'campaigns.difference.show': { label: string | number }
  'campaigns.history.title': { name: string | number }
  'campaigns.history.back': null
  'campaigns.history.version': { version: string | number; name: string | number; at: string | number }
  'campaigns.history.first': null
  'campaigns.history.unreadable': null
  'campaigns.history.newest': null
  'campaigns.history.use': { version: string | number }
  'campaigns.history.preview': { version: string | number }
  'campaigns.history.older': null
  'campaigns.labelIn': { label: string | number; place: string | number }
  'campaigns.field.name': null
  'campaigns.field.form': null
  'campaigns.field.afterParagraph': null
  'campaigns.field.priority': null
  'campaigns.field.from': null
  'campaigns.field.to': null
  'campaigns.field.visit': null
  'campaigns.field.codes': null
  'campaigns.text.heading': null
  'campaigns.text.salutation': null
  'campaigns.text.body': null
  'campaigns.text.ask': null
  'campaigns.text.support': null
  'campaigns.text.signature': null
  'campaigns.text.line': null
  'campaigns.amounts.minimum': null
  'campaigns.amounts.presets': null
  'campaigns.amounts.chosen': null
  'campaigns.amounts.in': { currency: string | number }
  'campaigns.cadence.once': null
  'campaigns.cadence.monthly': null
  'campaigns.cadence.yearly': null
  'campaigns.formName.end': null
  'campaigns.formName.line': null
  'campaigns.formName.bar': null
  'campaigns.formHint.end': null
  'campaigns.formHint.line': null
  'campaigns.formHint.bar': null
  'campaigns.visit.any': null
  'campaigns.visit.first': null
  'campaigns.visit.later': null
  'campaigns.only.sections': null
  'campaigns.only.tags': null
  'campaigns.only.authors': null
  'campaigns.only.countries': null
  'campaigns.except.sections': null
  'campaigns.except.tags': null
  'campaigns.except.authors': null
  'campaigns.except.countries': null
  'campaigns.caps.shows': null
  'campaigns.caps.days': null
  'campaigns.caps.daysApart': null
  'campaigns.goal.target': null
  'campaigns.goal.currency': null
  'campaigns.goal.since': null
  'campaigns.group.texts': { language: string | number }
  'campaigns.group.textsHint': null
  'campaigns.group.form': null
  'campaigns.group.amounts': null
  'campaigns.group.amountsHint': null
  'campaigns.group.schedule': null
  'campaigns.group.scheduleHint': { zone: string | number }
  'campaigns.group.targeting': null
  'campaigns.group.targetingHint': null
  'campaigns.group.only': null
  'campaigns.group.except': null
  'campaigns.group.caps': null
  'campaigns.group.capsHint': null
  'campaigns.group.goal': null
  'campaigns.group.goalHint': null
  'campaigns.hint.limit': { limit: string | number }
  'campaigns.hint.name': null
  'campaigns.hint.body': null
  'campaigns.hint.ask': null
  'campaigns.hint.support': null
  'campaigns.hint.line': null
  'campaigns.hint.minimum': { amount: string | number }
  'campaigns.hint.presets': { amounts: string | number }
  'campaigns.hint.chosen': null
  'campaigns.hint.afterParagraph': null
  'campaigns.hint.from': null
  'campaigns.hint.to': null
  'campaigns.hint.priority': null
  'campaigns.hint.tags': null
  'campaigns.hint.authors': null
  'campaigns.hint.countries': null
  'campaigns.hint.codes': null
  'campaigns.mistake.missing': null
  'campaigns.mistake.no-text': null
  'campaigns.mistake.no-words': null
  'campaigns.mistake.too-deep': null
  'campaigns.mistake.no-minimum': null
  'campaigns.mistake.no-sentence': null
  'campaigns.mistake.not-amount': null
  'campaigns.mistake.not-amounts': null
  'campaigns.mistake.not-offered': null
  'campaigns.mistake.not-time': null
  'campaigns.mistake.not-day': null
  'campaigns.mistake.not-choice': null
  'campaigns.mistake.end-before-start': null
  'campaigns.mistake.already-over': null
  'campaigns.mistake.bar-on-first': null
  'campaigns.mistake.too-long': { limit: string | number }
  'campaigns.mistake.too-long-for-bar': { excess: number }
  'campaigns.mistake.too-many': { limit: string | number }
  'campaigns.mistake.whole-number': { from: string | number; to: string | number }
  'campaigns.mistake.placeholder': { found: string | number }
  'campaigns.mistake.unknown-section': { found: string | number }
  'campaigns.mistake.not-country': { found: string | number }
  'campaigns.mistake.not-code': { found: string | number }
  'campaigns.mistake.both': { found: string | number }
  'campaigns.mistake.below-newsroom': { amount: string | number }
  'campaigns.mistake.above-newsroom': { amount: string | number }
  'campaigns.mistake.preset-below': { amount: string | number }
  'campaigns.mistake.preset-above': { amount: string | number }
  'campaigns.mistake.goal-too-small': { amount: string | number }
  'supporterView.refunded': { amount: string | number }
  'supporterView.disputed': null
  'supporterView.state.ended': null
  'supporterView.state.canceling': null
  'supporterView.state.cancelScheduled': null
  'supporterView.state.paused': null
  'supporterView.state.pastDue': null
  'supporterView.state.charging': null
  'supporterView.state.active': null
  'supporterView.payment.succeeded': null
  'supporterView.payment.failed': null
  'supporterView.payment.pending': null
  'supporterView.action.change': null
  'supporterView.action.pause': null
  'supporterView.action.resume': null
  'supporterView.action.duplicate': null
  'supporterView.action.replacement': null
  'supporterView.action.refund': null
  'supporterView.canceled.chosen': null
  'supporterView.canceled.dispute': null
  'supporterView.canceled.staff': null
  'supporterView.canceled.stopped': null
  'supporterView.canceled.replaced': null
  'supporterView.bounced': { at: string | number }
  'supporterView.done.canceled': null
  'supporterView.done.refunded': null
  'supporterView.done.link': null
  'supporterView.done.rejected': null
  'rounded.sentence.active': { now: string | number }
  'rounded.sentence.few': null
  'rounded.note': { day: string | number }
  'rounded.export': null
  'rounded.few': null
  'rounded.fewEachMonth': null
  'rounded.atLeast': { people: string | number }
  'rounded.fewInCurrency': { currency: string | number }
  'rounded.later': null
  'rounded.activeHelp': null
  'rounded.newHelp': null
  'rounded.lostHelp': null
  'rounded.mrrHelp': null
  'rounded.plot': null
  'rounded.table': null
  'rounded.month': null
  'supporters.sentence.grew': { now: number; change: string | number }
  'supporters.sentence.shrank': { now: number; change: string | number }
  'supporters.sentence.same': { now: number }
  'supporters.sentence.none': null
  'supporters.empty': null
  'supporters.active': null
  'supporters.new': null
  'supporters.lost': null
  'supporters.plot': null
  'supporters.table': null
  'supporters.day': null
  'supporters.tableNote': null
  'supporters.people': null
  'supporters.contributions': null
  'supporters.bars': null
  'supporters.barsTable': null
  'supporters.barsNote': null
  'supporters.back': null
  'supporters.sum': null
  'supporters.sum.end': { day: string | number }
  'supporters.sum.failing': null
  'supporters.sum.right': { sum: string | number }
  'supporters.sum.wrong': { sum: string | number; end: string | number }
  'supporters.sum.transfers': null
  'supporters.spread': null
  'supporters.spread.note': null
  'supporters.spread.amounts': { currency: string | number }
  'supporters.spread.amount': null
  'supporters.spread.monthly': { amount: string | number }
  'supporters.spread.yearly': { amount: string | number }
  'supporters.spread.other': { amount: string | number }
  'supporters.spread.others': null
  'supporters.spread.cadences': null
  'supporters.spread.cadence': null
  'supporters.spread.currencies': null
  'supporters.spread.table': { title: string | number }
  'supporters.cadence.monthly': null
  'supporters.cadence.yearly': null
  'supporters.cadence.other': null
  'supporters.upcoming': null
  'supporters.upcoming.sentence': { day: string | number; renewals: number; cancellations: number }
  'supporters.upcoming.table': null
  'supporters.upcoming.note': null
  'supporters.upcoming.due': null
  'supporters.upcoming.lost': null
  'supporters.renewals': null
  'supporters.cancellations': null
  'supporters.reasons': null
  'supporters.reasons.note': null
  'supporters.reasons.few': null
  'supporters.reasons.title': { period: string | number }
  'supporters.reasons.reason': null
  'supporters.reasons.none': null
  'supporters.csv.days': null
  'supporters.csv.amounts': null
  'supporters.csv.cadences': null
  'supporters.csv.currencies': null
  'supporters.csv.upcoming': null
  'supporters.csv.reasons': null
  'preferences.title': null
  'preferences.language': null
  'preferences.asGiven': null
  'preferences.plain': null
  'preferences.plainHint': null
  'preferences.save': null
  'address.link': null
  'address.title': null
  'address.text': null
  'address.new': null
  'address.link.asks': null
  'address.link.button': null
  'address.link.done': null
  'address.link.spent': null
  'address.link.asksBack': null
  'address.back.button': null
  'address.link.doneBack': null
  'mail.addressWas.subject': null
  'mail.addressWas.lead': null
  'mail.addressWas.link': null
  'mail.addressWas.until': null
  'mail.address.subject': null
  'mail.address.lead': null
  'mail.address.link': null
  'mail.address.until': null
  'account.done.address': null
  'statement.heading': null
  'statement.title': { year: string | number }
  'statement.lead': { newsroom: string | number }
  'statement.day': null
  'statement.what': null
  'statement.amount': null
  'statement.total': { currency: string | number }
  'statement.kind.payment': null
  'statement.kind.payment-failed': null
  'statement.kind.refund': null
  'statement.kind.refund-failed': null
  'statement.kind.dispute': null
  'statement.kind.dispute-reinstated': null
  'statement.print': null
  'campaigns.title': null
  'overview.title': null
  'overview.sentence.grew': {
    now: number
    today: string | number
    change: string | number
    before: string | number
  }
  'overview.sentence.shrank': {
    now: number
    today: string | number
    change: string | number
    before: string | number
  }
  'overview.sentence.same': { now: number; today: string | number; before: string | number }
  'overview.sentence.young': { now: number; today: string | number; since: string | number }
  'overview.sentence.none': null
  'overview.newThisMonth': null
  'overview.period': { today: string | number }
  'overview.now': null
  'overview.course': { metric: string | number }
  'overview.sinceYesterday': null
  'overview.sinceYesterday.text': { gained: string | number; lost: string | number; amounts: string | number }
  'overview.sinceYesterday.unpaid': { gained: string | number; lost: string | number }
  'overview.events': null
  'overview.events.none': null
  'overview.event.aMonth': { amount: string | number }
  'overview.event.aYear': { amount: string | number }
  'overview.event.new': { amount: string | number }
  'overview.event.expansion': { amount: string | number }
  'overview.event.contraction': { amount: string | number }
  'overview.event.churn': { amount: string | number; cause: string | number }
  'overview.event.reactivation': { amount: string | number }
  'overview.event.pause': { amount: string | number }
  'overview.event.resume': { amount: string | number }
  'overview.event.transfer-in': { amount: string | number }
  'overview.event.transfer-out': { amount: string | number }
  'overview.event.payment-failed': { amount: string | number }
  'overview.event.refund': { amount: string | number }
  'overview.event.refund-failed': { amount: string | number }
  'overview.event.dispute': { amount: string | number }
  'overview.event.dispute-reinstated': { amount: string | number }
  'overview.attention': null
  'overview.attention.none': null
  'overview.attention.silent': { count: number }
  'overview.attention.silent.do': null
  'overview.attention.rejected': { count: number }
  'overview.attention.rejected.do': null
  'overview.attention.parked': { count: number }
  'overview.attention.parked.do': null
  'overview.attention.disputes': { count: number }
  'overview.attention.disputes.do': null
  'overview.attention.disowned': { count: number }
  'overview.attention.disowned.do': null
  'overview.attention.duplicates': { count: number }
  'overview.attention.duplicates.do': null
  'overview.attention.past-due': { count: number; amounts: string | number }
  'overview.attention.past-due.do': null
  'overview.attention.bounced': { count: number }
  'overview.attention.bounced.do': null
  'overview.rounded': { day: string | number }
  'plots.people': null
  'plots.noData': null
  'plots.few': null
  'plots.earlier.before': null
  'plots.earlier.year': null
  'plots.earlier.gained': { label: string | number }
  'plots.earlier.lost': { label: string | number }
  'plots.earlier.differs': null
  'plots.read': null
  'plots.hatched': { text: string | number }
  'plots.ring': { text: string | number }
  'plots.sentence.none': { label: string | number }
  'plots.sentence.one': { label: string | number; value: string | number; name: string | number }
  'plots.sentence.range': {
    label: string | number
    first: string | number
    firstName: string | number
    last: string | number
    lastName: string | number
    highest: string | number
    highestName: string | number
  }
  'plots.sentence.gaps': { gaps: string | number; count: string | number }
  'plots.sentence.list': { label: string | number; items: string | number }
  'plots.heat.sentence': {
    label: string | number
    rows: number
    highest: string | number
    highestName: string | number
    highestAge: string | number
    lowest: string | number
    lowestName: string | number
    lowestAge: string | number
  }
  'plots.heat.age': { age: string | number }
  'plots.heat.ages': null
  'plots.sheet': { from: string | number; to: string | number; at: string | number }
  'privacy.title': null
  'privacy.lead': null
  'privacy.columns': null
  'privacy.address': null
  'privacy.address.what': null
  'privacy.address.why': null
  'privacy.address.until': null
  'privacy.giving': null
  'privacy.giving.what': null
  'privacy.giving.why': null
  'privacy.giving.until': null
  'privacy.browser': null
  'privacy.browser.what': null
  'privacy.browser.why': null
  'privacy.browser.until': null
  'privacy.signIn': null
  'privacy.signIn.what': null
  'privacy.signIn.why': null
  'privacy.signIn.until': null
  'privacy.mails': null
  'privacy.mails.what': null
  'privacy.mails.why': null
  'privacy.mails.until': null
  'privacy.events': null
  'privacy.events.what': null
  'privacy.events.why': null
  'privacy.events.until': null
  'privacy.staff': null
  'privacy.staff.what': null
  'privacy.staff.why': null
  'privacy.staff.until': null
  'privacy.why': null
  'privacy.until': null
  'privacy.counts': null
  'privacy.counts.text': null
  'privacy.counts.label': null
  'privacy.stripe': null
  'privacy.stripe.text': null
  'privacy.rights': null
  'privacy.rights.text': null
  'privacy.rights.link': null
  'data.title': null
  'data.link': null
  'data.held': null
  'erase.link': null
  'erase.title': null
  'erase.text': null
  'erase.stripe': null
  'erase.button': null
  'erase.under.title': null
  'erase.under.text': null
  'errors.not-found': null
  'errors.not-found.text': null
  'errors.method-not-allowed': null
  'errors.method-not-allowed.text': null
  'errors.unauthorized': null
  'errors.unauthorized.text': null
  'errors.not-your-role': null
  'errors.not-your-role.text': null
  'errors.needs-report-role': null
  'errors.needs-report-role.text': null
  'errors.needs-campaigns-role': null
  'errors.needs-campaigns-role.text': null
  'errors.cross-site': null
  'errors.cross-site.text': null
  'errors.wrong-host': null
  'errors.wrong-host.text': null
  'errors.too-large': null
  'errors.too-large.text': null
  'errors.malformed': null
  'errors.malformed.text': null
  'errors.unknown-choice': null
  'errors.unknown-choice.text': null
  'errors.too-many': null
  'errors.too-many.text': null
  'errors.too-many-mails': null
  'errors.too-many-mails.text': null
  'errors.busy': null
  'errors.busy.text': null
  'errors.stripe-unavailable': null
  'errors.stripe-unavailable.text': null
  'errors.reminders-unavailable': null
  'errors.reminders-unavailable.text': null
  'errors.not-stopped': null
  'errors.not-stopped.text': null
  'errors.unavailable': null
  'errors.unavailable.text': null
  'errors.broken': null
  'errors.broken.text': null
  'errors.home': null
  'campaigns.letterFile': null
  'campaigns.form.end': null
  'campaigns.form.line': null
  'campaigns.form.bar': null
  'explain.title': null
  'explain.lead': null
  'explain.article': null
  'explain.reader': null
  'explain.reader.stranger': null
  'explain.reader.snoozed': null
  'explain.reader.supports': null
  'explain.reader.gave': null
  'explain.reader.canceled': null
  'explain.reader.unsure': null
  'explain.visit': null
  'explain.visit.first': null
  'explain.visit.later': null
  'explain.country': null
  'explain.countryUnknown': null
  'explain.code': null
  'explain.at': { zone: string | number }
  'explain.mistake.country': null
  'explain.mistake.at': null
  'explain.ask': null
  'explain.noArticles': null
  'explain.shows': { campaign: string | number; form: string | number }
  'explain.hidden': { reason: string | number }
  'explain.campaign': null
  'explain.rule': null
  'explain.why': null
  'explain.isShown': null
  'explain.policy': null
  'explain.rule.1': null
  'explain.rule.1.1': null
  'explain.rule.2': null
  'explain.rule.3': null
  'explain.rule.4': null
  'explain.rule.5': null
  'explain.rule.6': null
  'explain.rule.7': null
  'explain.rule.8': null
  'explain.rule.8.1': null
  'explain.rule.8.2': null
  'explain.rule.8.3': null
  'explain.rule.8.4': null
  'explain.rule.8.5': null
  'explain.rule.8.6': null
  'explain.rule.8.7': null
  'explain.rule.8.8': null
  'explain.rule.8.9': null
  'explain.rule.9': null
  'explain.rule.11': null
  'preview.title': null
  'preview.lead': { version: string | number; name: string | number }
  'preview.typed': null
  'preview.mistakes': { count: number }
  'preview.form': null
  'preview.language': null
  'preview.article': null
  'preview.width': null
  'preview.pixels': { width: string | number }
  'preview.show': null
  'preview.frame': null
  'preview.nothing': null
  'preview.notWritten': null
  'preview.broken': null
  'preview.back': null
  'appeal.goal': { given: string | number; target: string | number; day: string | number }
}
