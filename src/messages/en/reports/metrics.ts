/** Labels and definitions of the metrics of `src/reports/explained/metric.ts`. */
export const metrics = {
  'metric.active-supporters': 'Active supporters',
  'definition.active-supporters':
    'People whose monthly or yearly contribution is in force at the end of the period: started by a payment, not lapsed, canceled or paused. A planned cancellation counts only once it happens. One-time gifts are not counted.',
  'metric.mrr': 'Monthly recurring revenue (MRR)',
  'definition.mrr':
    'The sum, over contributions in force, of the recurring amount last paid, per month and before discounts. A yearly amount counts a twelfth. One-time gifts, taxes and fees are not included. A new amount counts once it is first paid. Each currency is a sum of its own.',
  'metric.mrr-total': 'MRR, all currencies',
  'definition.mrr-total':
    'The MRR of all currencies, added up at the latest rate at which Stripe converted a payment, with the day of that payment. Without such a rate nothing is added up. A rate that moves changes this total, but none of the sums by currency.',
  'metric.new-supporters': 'New',
  'definition.new-supporters':
    'People who paid a recurring contribution for the first time ever in the period.',
  'metric.lost-supporters': 'Lost',
  'definition.lost-supporters':
    'People whose last recurring contribution was canceled or lapsed in the period. Pauses and changes of currency do not count.',
  'metric.reactivated-supporters': 'Reactivated',
  'definition.reactivated-supporters':
    'People who had been lost and paid a recurring contribution again in the period.',
  'metric.supporters-at-start': 'At the start',
  'definition.supporters-at-start': 'Active supporters at the moment the period began.',
  'metric.paused-supporters': 'Paused',
  'definition.paused-supporters':
    'People who paused their last contribution in force in the period. A pause is neither a loss nor a return.',
  'metric.resumed-supporters': 'Resumed',
  'definition.resumed-supporters': 'People whose contribution went on after a pause in the period.',
  'metric.transferred-in': 'Transferred in',
  'definition.transferred-in':
    'People who changed to this currency in the period. They are neither new nor lost.',
  'metric.transferred-out': 'Transferred out',
  'definition.transferred-out':
    'People who changed from this currency to another in the period. They are neither new nor lost.',
  'metric.failing-renewals': 'Failing renewals',
  'definition.failing-renewals':
    'Contributions whose renewal failed and is still retried. They count as in force until the retries end.',
  'metric.scheduled-cancellations': 'Planned cancellations',
  'definition.scheduled-cancellations':
    'Contributions in force that will be canceled at the end of the paid time.',
  'metric.settled-net': 'Reaches the bank',
  'definition.settled-net':
    'What Stripe adds to the balance after refunds, disputes and fees, in the currency of the payout. Payouts follow some days later.',
  'metric.arpu': 'Average for each supporter',
  'definition.arpu': 'Monthly recurring revenue divided by active supporters, in one currency.',
  'metric.churn-rate': 'Supporters lost, share',
  'definition.churn-rate': 'Supporters lost in the period, divided by supporters at its start.',
  'metric.past-due': 'Past due',
  'definition.past-due': 'Contributions whose renewal is unpaid today, with the monthly amount at risk.',
  'metric.recovery-rate': 'Recovered',
  'definition.recovery-rate':
    'Failed invoices that were paid while Stripe still retried, divided by all failed invoices. By count and by amount.',
  'metric.gross': 'Gross',
  'definition.gross':
    'All paid charges of the period, before refunds, disputes and fees. A debit that fails later is taken off on that day.',
  'metric.refunds': 'Refunds',
  'definition.refunds': 'Money refunded in the period.',
  'metric.disputes': 'Disputes',
  'definition.disputes': 'Money that banks took back in disputes in the period, less what was won back.',
  'metric.fees': 'Fees',
  'definition.fees': 'What Stripe kept for its service in the period, from its balance transactions.',
  'metric.net': 'Net income',
  'definition.net':
    'Paid, less refunds, lost disputes and fees, as Stripe settled them in the currency of the payout.',
  'metric.payments': 'Payments',
  'definition.payments': 'Charges that were paid in the period.',
  'metric.kept': 'Kept',
  'definition.kept': 'Gross, less refunds and disputes, before fees. In the currency that was paid in.',
  'metric.needs-attention': 'Needs attention',
  'definition.needs-attention':
    'Cases that wait for staff now: contributions past due, rejected cancellations, parked events, open disputes, undecided duplicates, wrong addresses and addresses that bounce. Silence of Stripe counts as one. Earlier counts are not kept.',
  'metric.new-mrr': 'New MRR',
  'definition.new-mrr': 'Monthly amount of people who pay for the first time ever.',
  'metric.expansion-mrr': 'Expansion',
  'definition.expansion-mrr': 'Rise in the monthly amount of people who already give.',
  'metric.contraction-mrr': 'Contraction',
  'definition.contraction-mrr':
    'Fall in the monthly amount of people who go on giving. Canceling one of two contributions is a contraction.',
  'metric.reactivation-mrr': 'Reactivation',
  'definition.reactivation-mrr': 'Monthly amount of people who had been lost and give again.',
  'metric.paused-mrr': 'Paused MRR',
  'definition.paused-mrr': 'Monthly amount of people who paused their last contribution in force.',
  'metric.resumed-mrr': 'Resumed MRR',
  'definition.resumed-mrr': 'Monthly amount of contributions that went on after a pause.',
  'metric.churn-mrr': 'Churn',
  'definition.churn-mrr': 'Monthly amount lost when the last contribution of a person ends.',
  'metric.mrr-at-start': 'MRR at the start',
  'definition.mrr-at-start': 'Monthly recurring revenue at the moment the period began.',
  'metric.transferred-in-mrr': 'MRR from other currencies',
  'definition.transferred-in-mrr':
    'Monthly amount of people who changed to this currency. It is neither new nor churn.',
  'metric.transferred-out-mrr': 'MRR to other currencies',
  'definition.transferred-out-mrr':
    'Monthly amount of people who changed to another currency. It is neither new nor churn.',
  'metric.gross-mrr-churn': 'Gross MRR churn',
  'definition.gross-mrr-churn': 'Churn and contraction, divided by the MRR at the start.',
  'metric.net-mrr-churn': 'Net MRR churn',
  'definition.net-mrr-churn':
    'Churn and contraction, less expansion and reactivation, divided by the MRR at the start. Many other sources leave reactivation out.',
  'metric.retention': 'Still giving',
  'definition.retention':
    'Of the people whose first contribution was in one month, the share that still gives a number of months later.',
  'metric.retention-mrr': 'Money that stays',
  'definition.retention-mrr':
    'Of the MRR that the people of one first month gave at its end, the share that they give a number of months later.',
  'metric.first-failure-rate': 'Failed at first',
  'definition.first-failure-rate':
    'Invoices whose first charge failed, divided by all invoices whose first charge came in these days. Invoices of one-time contributions are left out.',
  'metric.involuntary-churn-share': 'Lost by failed payments',
  'definition.involuntary-churn-share':
    'Losses from payments that failed and were not recovered, divided by all losses.',
  'metric.refund-rate': 'Refunded',
  'definition.refund-rate':
    'Refunds divided by paid charges, by the day of the charge. A refund that the bank sent back does not count; two partial refunds of a charge count as two.',
  'metric.dispute-rate': 'Disputed',
  'definition.dispute-rate':
    'Disputes in which the bank took money, divided by paid charges, by the day of the charge. Disputes that were won count too.',
} as const
