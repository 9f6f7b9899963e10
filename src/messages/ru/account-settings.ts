export const accountSettings = {
  'preferences.title': 'Письма вам',
  'preferences.language': 'На каком языке?',
  'preferences.asGiven': 'На том, на котором я жертвовал(а)',
  'preferences.plain': 'Неприметные письма',
  'preferences.plainHint':
    'В теме, имени отправителя и тексте нас не будет. Адрес отправителя и ссылки нас выдают.',
  'preferences.save': 'Сохранить',
  'address.link': 'Сменить адрес почты',
  'address.title': 'Другой адрес почты',
  'address.text':
    'Введите новый адрес. Мы пришлём на него ссылку, и пока её не откроют, ничего не изменится. Квитанции Stripe тоже пойдут на новый адрес.',
  'address.new': 'Новый адрес почты',
  'address.link.asks':
    'Присылать отныне письма о пожертвовании в этот ящик? Если под этим адресом вы уже жертвуете, всё окажется на одной вашей странице.',
  'address.link.button': 'Да, в этот',
  'address.link.done': 'Готово. Письма приходят на новый адрес, и вход — по этому адресу.',
  'address.link.spent': 'Ссылку уже использовали, или её срок истёк.',
  'address.link.asksBack':
    'Снова присылать письма в этот ящик? Все, кто вошёл на вашу страницу, будут с неё выведены.',
  'address.back.button': 'Да, вернуть',
  'address.link.doneBack': 'Возвращено. Письма приходят в этот ящик, и вход — по этому адресу.',
  'mail.addressWas.subject': 'Ваш адрес изменён',
  'mail.addressWas.lead':
    'Письма о вашем взносе теперь приходят на другой адрес: об этом попросили на вашей странице. Если это были вы, делать ничего не нужно.',
  'mail.addressWas.link': 'Это были не вы? Верните как было',
  'mail.addressWas.until':
    'Вернуть адрес можно в течение семи дней. При этом на всех устройствах будет выполнен выход.',
  'mail.address.subject': 'Подтвердите новый адрес',
  'mail.address.lead': 'Вы (или кто-то другой) попросили присылать письма на этот адрес.',
  'mail.address.link': 'Подтвердить адрес',
  'mail.address.until':
    'Ссылка сработает один раз, в течение получаса. Если вы об этом не просили, ничего не делайте: ничего и не изменится.',
  'account.done.address': 'Загляните в новый ящик: адрес сменится, когда вы откроете ссылку из письма.',
  'statement.heading': 'Выписки',
  'statement.title': 'Что вы пожертвовали в {year} году',
  'statement.lead': 'По записям редакции «{newsroom}». Имён здесь нет.',
  'statement.day': 'День',
  'statement.what': 'Что',
  'statement.amount': 'Сумма',
  'statement.total': 'Всего, {currency}',
  'statement.kind.payment': 'Пожертвовано',
  'statement.kind.payment-failed': 'В итоге не прошло',
  'statement.kind.refund': 'Возвращено вам',
  'statement.kind.refund-failed': 'Возврат не прошёл',
  'statement.kind.dispute': 'Отозвано вашим банком',
  'statement.kind.dispute-reinstated': 'Снова зачислено: банк снял возражение',
  'statement.print': 'Эту страницу можно напечатать или сохранить в файл средствами браузера.',
} as const
