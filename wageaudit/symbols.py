"""Signs people write beside amounts, and the currencies they may stand for. Pure; imports nothing."""

# a symbol that one currency alone uses; "$" and "¥" are several currencies'
SYMBOLS = {
    "€": "EUR", "£": "GBP", "₹": "INR", "₱": "PHP", "R$": "BRL", "Ar": "MGA", "KSh": "KES", "Ksh": "KES", "Kshs": "KES", "Rp": "IDR",
    "US$": "USD", "MX$": "MXN", "CA$": "CAD", "C$": "CAD", "A$": "AUD", "₦": "NGN", "₫": "VND", "₺": "TRY", "zł": "PLN", "₴": "UAH",
    "$": "", "¥": "", "Bs.": "", "Bs": "", "FCFA": "", "CFA": "", "Rs": "", "Rs.": "",
}  # fmt: skip
# the currencies a shared symbol may stand for
SHARED = {
    "$": frozenset(
        [
            "USD",
            "MXN",
            "CAD",
            "AUD",
            "NZD",
            "ARS",
            "CLP",
            "COP",
            "CUP",
            "DOP",
            "UYU",
            "SGD",
            "HKD",
            "TWD",
            "JMD",
            "TTD",
            "BBD",
            "BSD",
            "BZD",
            "BMD",
            "KYD",
            "XCD",
            "FJD",
            "GYD",
            "LRD",
            "NAD",
            "SRD",
            "SBD",
            "BND",
        ]
    ),
    "¥": frozenset({"JPY", "CNY"}),
    "Bs": frozenset({"VEF", "VES", "VED", "VEB", "BOB"}),
    "Bs.": frozenset({"VEF", "VES", "VED", "VEB", "BOB"}),
    "FCFA": frozenset({"XOF", "XAF"}),
    "CFA": frozenset({"XOF", "XAF"}),
    "Rs": frozenset({"INR", "PKR", "LKR", "NPR", "MUR", "SCR"}),
    "Rs.": frozenset({"INR", "PKR", "LKR", "NPR", "MUR", "SCR"}),
}
