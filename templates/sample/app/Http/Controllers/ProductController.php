<?php

namespace App\Http\Controllers;

use App\Models\Product;
use Illuminate\Http\Request;
use Illuminate\Support\Facades\Cache;

class ProductController
{
    public function index()
    {
        $products = Cache::remember('products', 600, fn () => Product::orderBy('name')->get());

        return view('products', ['products' => $products]);
    }

    public function store(Request $request)
    {
        $request->validate([
            'name' => 'required|string|max:100',
            'price' => 'required|integer|min:0',
            'picture' => 'required|image',
        ]);

        Product::create([
            'name' => $request->input('name'),
            'price' => $request->input('price'),
            'picture' => $request->file('picture')->store('products'),
        ]);

        Cache::forget('products');

        return redirect('/products')->with('status', 'The product is on the shelf.');
    }
}
