export const support = {
  'support.title': 'Поддержать «{newsroom}»',
  'support.already.refund':
    'Вы уже нас поддерживаете. Чтобы платить больше, измените сумму. Второй регулярный взнос мы отменим и вернём деньги.',
  'support.already.ask':
    'Вы уже нас поддерживаете. Чтобы платить больше, измените сумму. Второй взнос шёл бы наряду с первым.',
  'support.already.currency':
    'Чтобы жертвовать в другой валюте, начните новый взнос в ней, а затем отмените первый. За уже оплаченные дни деньги не возвращаются.',
  'support.alreadyAnother': 'Начать ещё один взнос',
  'support.alreadyChange': 'Управлять взносом',
  'support.lead': 'От {minimum} в месяц. Это займёт около минуты, отменить можно в любой момент.',
  'support.frequency': 'Как часто',
  'support.once': 'Один раз',
  'support.monthly': 'Ежемесячно',
  'support.yearly': 'Ежегодно',
  'support.currency': 'Валюта',
  'support.presets': 'Суммы',
  'support.amount': 'Сумма, {currency}',
  'support.amountHint': 'От {minimum}.',
  'support.submit.once': 'Поддержать один раз',
  'support.submit.monthly': 'Поддерживать каждый месяц',
  'support.submit.yearly': 'Поддерживать каждый год',
  'support.submitAmount.once': 'Поддержать: {amount} один раз',
  'support.submitAmount.monthly': 'Поддерживать: {amount} в месяц',
  'support.submitAmount.yearly': 'Поддерживать: {amount} в год',
  'support.charges.once': '{amount} сегодня и больше ничего.',
  'support.charges.once.open': 'Спишем один раз, сегодня.',
  'support.charges.monthly':
    '{amount} сегодня, затем {amount} {day}-го числа каждого месяца, пока вы не остановите взнос.',
  'support.charges.monthly.open':
    'Спишем сегодня, затем {day}-го числа каждого месяца, пока вы не остановите взнос.',
  'support.charges.month.clamped': 'В коротких месяцах — в последний день.',
  'support.charges.yearly': '{amount} сегодня, затем {amount} каждый год {day}, пока вы не остановите взнос.',
  'support.charges.yearly.open': 'Спишем сегодня, затем каждый год {day}, пока вы не остановите взнос.',
  'support.charges.year.clamped': 'В обычные годы — 28 февраля.',
  'support.statement': 'В банковской выписке будет указано:',
  'support.safety':
    'Если платёж может навредить вам или вашим близким, не рискуйте: банк его увидит. Просто читайте нас, это тоже помощь.',
  'support.next':
    'Оплата на защищённой странице Stripe. Stripe увидит имя, почту и карту; мы карту не видим, а Stripe не узнает, что вы читаете.',
  'support.remembers': 'Один файл cookie, чтобы этот браузер больше не просил.',
  'support.errorSummary': 'Проверьте сумму',
  'support.errorSummary.other': 'Платёж не начат',
  'support.error.not-a-number': 'Введите число, например {example}.',
  'support.error.too-precise':
    'У {currency} нет столько знаков после запятой. Напишите, например, {example}.',
  'support.error.too-small': 'Введите сумму от {minimum}.',
  'support.error.too-large': 'Введите сумму до {maximum}. Если хотите дать больше, напишите нам.',
  'support.error.form':
    'Эту форму уже отправляли. Если вы заплатили, письмо с благодарностью — у вас в почте. Если нет, отправьте её ещё раз.',
  'support.error.frequency': 'Выберите: один раз, раз в месяц или раз в год.',
  'support.error.currency': 'Выберите одну из предложенных валют.',
  'thanks.confirmed.title': 'Спасибо',
  'thanks.confirmed.once': 'Ваш взнос, {amount}, получен.',
  'thanks.confirmed.monthly': 'Теперь вы поддерживаете нас: {amount} в месяц. Первый платёж получен.',
  'thanks.confirmed.yearly': 'Теперь вы поддерживаете нас: {amount} в год. Первый платёж получен.',
  'thanks.confirmed.suppressed.once': 'Год в браузере, из которого вы платили, просьбы о поддержке не будет.',
  'thanks.confirmed.suppressed':
    'Пока вы помогаете, в браузере, из которого вы платили, просьбы о поддержке не будет.',
  'thanks.processing.title': 'Спасибо. Платёж в пути',
  'thanks.processing.text':
    'Банк ещё не подтвердил {amount}: при некоторых способах оплаты это занимает дни. Ничего делать не нужно.',
  'thanks.unpaid.title': 'Ничего не оплачено',
  'thanks.unpaid.text': 'Платёж на {amount} не завершён, деньги не списаны.',
  'thanks.unpaid.continue': 'Перейти к оплате',
  'thanks.unpaid.again': 'Начать заново',
  'thanks.declined.title': 'Банк отклонил платёж',
  'thanks.declined.text':
    'Платёж на {amount} в итоге не прошёл, деньги не списаны. Можно помочь другим способом.',
  'thanks.toAccount': 'На вашу страницу',
  'thanks.unknown.title': 'Мы ещё выясняем',
  'thanks.unknown.text':
    'Stripe сейчас не отвечает, и мы пока не знаем, прошёл ли платёж на {amount}. Обновите страницу через минуту. Не платите второй раз.',
  'thanks.duplicate.title': 'Вы уже помогаете',
  'thanks.duplicate.refunded':
    'Вы уже помогаете из этого браузера, поэтому второе пожертвование сразу остановлено, и {amount} вернутся на карту; банк показывает это до десяти дней. Первое продолжается как было.',
  'thanks.duplicate.asked':
    'Вы уже помогаете из этого браузера, и теперь рядом с первым стоит второе пожертвование на {amount}. Если так вышло случайно, ничего делать не нужно: редакция видит это и спросит или вернёт деньги.',
  'thanks.back': 'Читать дальше',
}
