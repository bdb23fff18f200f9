"""The prepared kernel and Jupyter's own test of kernels, which checks the form of each message.

JJava alone fails four of its tests: its kernel_info_reply has no `status`, a history_request gets no
reply, the end of the code is not inspected, and code that cannot be parsed is called complete.
`FrontEnd` answers those. What neither does skips itself: a pager, and `clear_output` from Java code.
Its upstream for all of this is https://github.com/dflib/jjava. The stop button is in
test_stopping.py.
"""

from unittest import mock

import jupyter_kernel_test
import live_kernel
from jupyter_client.manager import start_new_kernel

from d2ltools.kernel import kernelspec

TABLE = 'tech.tablesaw.api.Table.create(tech.tablesaw.api.IntColumn.create("a", 1))'
PICTURE = "new java.awt.image.BufferedImage(2, 2, java.awt.image.BufferedImage.TYPE_INT_RGB)"


class TestMessages(jupyter_kernel_test.KernelTests):
    """Each attribute is what one of Jupyter's tests sends, or expects."""

    kernel_name = "java"
    language_name = "Java"
    file_extension = ".jshell"

    code_hello_world = 'System.out.println("hello, world");'
    code_stderr = 'System.err.println("a warning");'
    completion_samples = [
        {"text": "ai.d2l.Training.trainQ", "matches": {"trainQuietly("}},
        {"text": "nobodyKnowsThis.", "matches": set()},
    ]
    complete_code_samples = ["1 + 1", "int a = 1;", "void f() { }", "import java.util.*;"]
    incomplete_code_samples = ["void f() {", "for (int i = 0; i < 3; i++) {", "int a = ("]
    invalid_code_samples = ["int 1a = 2;", "int b = 1; int 2b = 3;"]
    code_inspect_sample = "System.out.println"
    supported_history_operations = ("tail", "range", "search")
    code_history_pattern = "6 ?*"
    code_generate_error = 'throw new IllegalStateException("no luck");'
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": TABLE, "mime": "text/html"},
        {"code": PICTURE, "mime": "image/png"},
    ]
    code_display_data = [{"code": f"display({PICTURE});", "mime": "image/png"}]

    @classmethod
    def setUpClass(cls):
        kernelspec.prepare()
        cls.km, cls.kc = start_new_kernel(live_kernel.PATIENCE, cls.kernel_name)

    def execute_helper(self, code, **options):
        """As theirs, which waits a tenth of a second for each output: beside other tests too short."""
        channel, get = self.kc.iopub_channel, self.kc.iopub_channel.get_msg
        with mock.patch.object(channel, "get_msg", lambda timeout: get(live_kernel.PATIENCE)):
            return super().execute_helper(code, **options)

    def test_kernel_info_names_the_kernel(self):
        self.flush_channels()
        self.kc.kernel_info()
        content = self.kc.get_shell_msg(timeout=live_kernel.PATIENCE)["content"]
        assert (content["status"], content["implementation"]) == ("ok", "JJava")
        assert content["language_info"]["codemirror_mode"] == "java"
