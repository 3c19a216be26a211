"""A folder of members' exports audited as a whole: what is finished is kept, so that a run goes on where it stopped.

Files are read one by one onto shelves of whole workers, shelves are audited one by one; both may happen in other
processes or on other machines. Nothing depends on where, or in which order.
"""

from wageaudit.batch.pages import Paging
from wageaudit.batch.running import Batch, Progress, run
from wageaudit.batch.sharing import Sharing

__all__ = ["Batch", "Paging", "Progress", "Sharing", "run"]
