<?php

namespace App\Jobs;

use Illuminate\Contracts\Queue\ShouldQueue;
use Illuminate\Foundation\Bus\Dispatchable;
use Illuminate\Support\Facades\DB;

// Writes down which node did the work, and which database server took the row.
class WriteNote implements ShouldQueue
{
    use Dispatchable;

    public $text;

    public function __construct($text)
    {
        $this->text = $text;
    }

    public function handle()
    {
        DB::insert('insert into notes (text, node, server_id) values (?, ?, @@server_id)', [
            $this->text, getenv('NODE_NAME'),
        ]);
    }
}
